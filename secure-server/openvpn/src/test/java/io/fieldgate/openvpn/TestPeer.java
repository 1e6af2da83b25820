package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.Opening;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.EarlyNegotiation;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.ReplayIdSequence;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCrypt;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A client in virtual time that does what a test tells it, good or bad.
final class TestPeer {
    static final String OPTIONS =
            "V4,dev-type tun,link-mtu 1541,tun-mtu 1500,proto UDPv4,auth SHA1,keysize 128,"
                    + "key-method 2,tls-client";
    static final String INFO =
            """
            IV_VER=2.6.14
            IV_PLAT=linux
            IV_NCP=2
            IV_MTU=1600
            IV_PROTO=990
            IV_CIPHERS=AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305
            UV_LAN=10.9.0.0/24
            """;

    final List<ByteBuffer> outbox = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<ByteBuffer> payloads = new ArrayList<>();
    InetSocketAddress address;
    String options = OPTIONS;
    String info = INFO;
    String username = "";
    String password = "";

    /// Sent in place of key method 2, if set.
    byte @Nullable [] keyMethod;

    /// As OpenVPN 3 does after its first renegotiation.
    boolean dynamicForAll;

    List<String> protocols = List.of("TLSv1.3", "TLSv1.2");
    SSLContext tls;
    @Nullable String alert;

    final long sessionId;
    private final TlsCryptV2ClientKey clientKey;
    private final boolean tcp;
    private final Random random;
    private final Map<Integer, Exchange> exchanges = new HashMap<>();
    private final Map<Integer, DataKey> dataKeys = new HashMap<>();
    private final ReplayIdSequence sequence;
    private final ReplayIdSequence dynamicSequence = new ReplayIdSequence(1, 1_700_000_000L);
    private @Nullable TlsCrypt dynamic;
    private long serverSessionId;
    private boolean resendsKey;
    private int keyId;
    private int peerId = -1;

    TestPeer(
            InetSocketAddress address,
            SSLContext tls,
            TlsCryptV2ClientKey clientKey,
            boolean early,
            boolean tcp,
            long seed) {
        this.address = address;
        this.tls = tls;
        this.clientKey = clientKey;
        this.tcp = tcp;
        this.random = new Random(seed);
        this.sessionId = random.nextLong() | 1;
        int first = early ? ReplayId.EARLY_NEGOTIATION_START : 1;
        this.sequence = new ReplayIdSequence(first, 1_700_000_000L);
    }

    /// Sends the hard reset.
    void start(long now) {
        Exchange exchange = open(0);
        exchange.channel.offerReset(Opcode.CONTROL_HARD_RESET_CLIENT_V3);
        flush(now);
    }

    /// Asks for a new key.
    void rekey(long now) {
        keyId = keyId == 7 ? 1 : keyId + 1;
        open(keyId).channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1);
        flush(now);
    }

    boolean isUp() {
        return peerId >= 0;
    }

    int keyId() {
        return keyId;
    }

    /// The id under which the server knows this session; 0 before it answered.
    long serverSessionId() {
        return serverSessionId;
    }

    void say(long now, String message) throws SSLException {
        say(now, (message + "\0").getBytes(UTF_8));
    }

    void say(long now, byte[] plaintext) throws SSLException {
        exchange(keyId).engine.write(plaintext);
        flush(now);
    }

    /// Says something on a key id that is not the current one.
    void sayOn(long now, int key, String message) throws SSLException {
        exchange(key).engine.write((message + "\0").getBytes(UTF_8));
        exchange(key).channel.flush(now, packet -> outbox.add(wrap(packet)));
    }

    void renegotiateInsideTls(long now) throws SSLException {
        exchange(keyId).engine.renegotiate();
        flush(now);
    }

    StaticKey controlKey() {
        return clientKey.key();
    }

    boolean hasKey(int key) {
        return dataKeys.containsKey(key);
    }

    void send(ByteBuffer ipPacket) {
        send(keyId, ipPacket);
    }

    void send(int key, ByteBuffer payload) {
        outbox.add(seal(key, payload));
    }

    /// A sealed packet, to be sent or spoilt.
    ByteBuffer seal(int key, ByteBuffer payload) {
        ByteBuffer sealed = ByteBuffer.allocate(payload.remaining() + DataKey.SEAL_ROOM);
        DataKey dataKey = dataKeys.get(key);
        if (dataKey == null || !dataKey.seal(peerId, payload.duplicate(), sealed)) {
            throw new AssertionError("no key " + key);
        }
        return sealed.flip();
    }

    /// Protects a packet as this peer would.
    ByteBuffer wrap(ControlPacket packet) {
        TlsCrypt later = packet.keyId() > 0 || dynamicForAll ? dynamic : null;
        TlsCrypt wrap = later != null ? later : TlsCrypt.client(clientKey.key());
        ReplayId id = (later != null ? dynamicSequence : sequence).next();
        boolean first =
                resendsKey
                        && packet.keyId() == 0
                        && packet.messageId() == 1
                        && packet.opcode() == Opcode.CONTROL_V1;
        ControlPacket sent =
                first
                        ? new ControlPacket(
                                Opcode.CONTROL_WKC_V1,
                                0,
                                packet.sessionId(),
                                packet.acks(),
                                packet.peerSessionId(),
                                packet.messageId(),
                                packet.payload())
                        : packet;
        ByteBuffer wrapped = wrap.wrap(sent, id);
        if (!sent.opcode().carriesWrappedClientKey()) {
            return wrapped;
        }
        ByteBuffer key = clientKey.wrapped();
        return ByteBuffer.allocate(wrapped.remaining() + key.remaining())
                .put(wrapped)
                .put(key)
                .flip();
    }

    void receive(long now, ByteBuffer packet) throws SSLException {
        int opcode = (packet.get(packet.position()) & 0xff) >>> 3;
        if (opcode == Opcode.DATA_V2.code()) {
            receiveData(packet);
            return;
        }
        ControlPacket control = unwrap(packet);
        if (serverSessionId == 0) {
            serverSessionId = control.sessionId();
            exchange(0).channel.learnRemoteSessionId(serverSessionId);
        }
        if (control.opcode() == Opcode.CONTROL_HARD_RESET_SERVER_V2) {
            resendsKey =
                    EarlyNegotiation.asksForWrappedClientKey(control.payload())
                            .equals(Parsed.of(true));
        }
        if (control.opcode() == Opcode.CONTROL_SOFT_RESET_V1
                && !exchanges.containsKey(control.keyId())) {
            keyId = control.keyId();
            open(keyId).channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1);
        }
        exchange(control.keyId()).receive(now, control);
        flush(now);
    }

    void tick(long now) {
        flush(now);
    }

    private void flush(long now) {
        exchange(keyId).channel.flush(now, packet -> outbox.add(wrap(packet)));
    }

    private Exchange open(int key) {
        Exchange exchange = new Exchange(key);
        exchanges.put(key, exchange);
        return exchange;
    }

    private Exchange exchange(int key) {
        Exchange exchange = exchanges.get(key);
        if (exchange == null) {
            throw new AssertionError("no exchange " + key);
        }
        return exchange;
    }

    private ControlPacket unwrap(ByteBuffer packet) {
        boolean later = (packet.get(packet.position()) & 7) > 0;
        TlsCrypt wrap = dynamic != null && later ? dynamic : TlsCrypt.client(clientKey.key());
        return switch (wrap.unwrap(packet)) {
            case Parsed.Failure<ControlWrap.Unwrapped>(var flaw) ->
                    throw new AssertionError("the server sent a packet with " + flaw);
            case Parsed.Value<ControlWrap.Unwrapped>(var unwrapped) -> unwrapped.packet();
        };
    }

    private void receiveData(ByteBuffer packet) {
        DataKey key = dataKeys.get(packet.get(packet.position()) & 7);
        if (key == null) {
            throw new AssertionError("data for an unknown key");
        }
        ByteBuffer payload = ByteBuffer.allocate(4096);
        var opening = key.open(0, packet, payload);
        if (opening == Opening.REPLAYED) {
            return;
        }
        if (!opening.isOpened()) {
            throw new AssertionError("the server sent data with " + opening);
        }
        payloads.add(payload.flip());
    }

    private void receiveMessage(int key, String message) throws SSLException {
        messages.add(message);
        if (!message.startsWith("PUSH_REPLY")) {
            return;
        }
        for (String option : message.split(",", -1)) {
            if (option.startsWith("peer-id ")) {
                peerId = Integer.parseInt(option.substring(8));
            }
            if (option.startsWith("protocol-flags") && option.contains("dyn-tls-crypt")) {
                byte[] exported = exchange(key).engine.export("EXPORTER-OpenVPN-dynamic-tls-crypt");
                dynamic = TlsCrypt.client(clientKey.key().xor(exported));
            }
        }
        exchange(key).install();
    }

    /// One key id of this peer.
    private final class Exchange implements ClientTls.Sink {
        final int key;
        final ControlChannel channel;
        final ClientTls engine = new ClientTls(tls, protocols, this);
        final byte[] premaster = new byte[48];
        final byte[] random1 = new byte[32];
        final byte[] random2 = new byte[32];
        final byte[] server1 = new byte[32];
        final byte[] server2 = new byte[32];
        boolean resetDone;
        boolean sentKeyMethod;
        boolean gotKeyMethod;

        Exchange(int key) {
            this.key = key;
            this.channel = new ControlChannel(key, sessionId, serverSessionId, 0, tcp);
            random.nextBytes(premaster);
            random.nextBytes(random1);
            random.nextBytes(random2);
        }

        void receive(long now, ControlPacket packet) throws SSLException {
            channel.receive(now, packet);
            resetDone |= channel.isIdle();
            for (byte[] payload = channel.poll(); payload != null; payload = channel.poll()) {
                boolean earlyNegotiation = key == 0 && payload.length == 6 && !sentKeyMethod;
                if (!earlyNegotiation) {
                    engine.feed(payload);
                }
            }
            if (resetDone) {
                engine.advance();
            }
            engine.alert().ifPresent(text -> alert = text);
        }

        void install() throws SSLException {
            DataKeyMaterial material =
                    (PeerInfo.parse(info).protocolBits() & 8) != 0
                            ? DataKeyMaterial.ofExporter(
                                    engine.export(DataKeyMaterial.EXPORTER_LABEL))
                            : DataKeyMaterial.ofKeyMethod2(
                                    premaster,
                                    random1,
                                    server1,
                                    random2,
                                    server2,
                                    sessionId,
                                    serverSessionId);
            dataKeys.put(
                    key,
                    DataKey.create(
                            new DataFormat.Aead(DataCipher.AES_256_GCM),
                            true,
                            key,
                            material,
                            random));
        }

        @Override
        public void ciphertext(byte[] bytes) {
            channel.offer(bytes);
        }

        @Override
        public void handshaken() throws SSLException {
            if (sentKeyMethod) {
                return;
            }
            sentKeyMethod = true;
            ByteBuffer message = ByteBuffer.allocate(1 << 16);
            message.putInt(0).put((byte) 2).put(premaster).put(random1).put(random2);
            for (String text : List.of(options, username, password, info)) {
                byte[] bytes = text.getBytes(UTF_8);
                message.putShort((short) (bytes.length + 1)).put(bytes).put((byte) 0);
            }
            byte[] usual = Arrays.copyOf(message.array(), message.position());
            engine.write(keyMethod != null ? keyMethod : usual);
        }

        @Override
        public void plaintext(ByteBuffer plaintext) throws SSLException {
            if (!gotKeyMethod) {
                gotKeyMethod = true;
                plaintext.position(5);
                plaintext.get(server1).get(server2);
                if (key > 0) {
                    install();
                }
                return;
            }
            for (String message : UTF_8.decode(plaintext).toString().split("\0", -1)) {
                if (!message.isEmpty()) {
                    receiveMessage(key, message);
                }
            }
        }
    }
}
