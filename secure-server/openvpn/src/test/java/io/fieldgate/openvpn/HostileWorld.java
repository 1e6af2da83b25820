package io.fieldgate.openvpn;

import io.fieldgate.openvpn.fuzz.Bounds;
import io.fieldgate.openvpn.fuzz.Forged;
import io.fieldgate.openvpn.fuzz.FuzzInput;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.Vectors;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/// Gate and sessions of a server, and a peer with genuine keys that does whatever the fuzzer says.
/// Its packets authenticate, so that the fuzzer gets behind the MAC.
public final class HostileWorld {
    private static final int MAX_STEPS = 60;
    private static final List<Opcode> CONTROL =
            List.of(Opcode.values()).stream().filter(opcode -> !opcode.isData()).toList();
    private static final StaticKey KEY = StaticKey.of(Vectors.counting(3, StaticKey.LENGTH));

    private final FuzzInput input;
    private final Bounds bounds;
    private final VirtualWorld world = new VirtualWorld();
    private final List<ByteBuffer> sent = new ArrayList<>();
    private final TestPeer peer;
    private int replayId = 100_000;

    private HostileWorld(FuzzInput input, Bounds bounds) {
        this.input = input;
        this.bounds = bounds;
        world.transport = input.bit() ? Transport.TCP : Transport.UDP;
        boolean early = input.bit();
        TlsCryptV2ClientKey key =
                TlsCryptV2ServerKey.of(world.serverKey)
                        .wrap(KEY, ClientKeyMetadata.ofPeer(VirtualWorld.PEER));
        peer =
                new TestPeer(
                        new InetSocketAddress(VirtualWorld.address("192.0.2.1"), 4000),
                        VirtualWorld.PKI.context(VirtualWorld.CLIENT),
                        key,
                        early,
                        world.transport == Transport.TCP,
                        1);
        world.server.runsTasks = false;
    }

    /// A target.
    public static void run(FuzzInput input, Bounds bounds) {
        HostileWorld hostile = new HostileWorld(input, bounds);
        try {
            hostile.run();
        } catch (SSLException e) {
            // The peer's own TLS: its fault, its end.
            hostile.check();
        }
        hostile.check();
    }

    /// The certificate of a genuine peer.
    public static X509Certificate clientCertificate() {
        return VirtualWorld.CLIENT.certificate();
    }

    private void run() throws SSLException {
        int head = input.u8();
        if ((head & 4) != 0) {
            peer.options = text();
            peer.info = text();
            peer.username = text();
        }
        if ((head & 8) != 0) {
            peer.protocols = List.of("TLSv1.2");
        }
        peer.start(world.now);
        if ((head & 1) != 0) {
            settle();
            if ((head & 2) != 0) {
                admit();
                settle();
            }
        }
        for (int step = 0; input.hasMore() && step < MAX_STEPS; step++) {
            step(input.below(14));
        }
    }

    private void step(int choice) throws SSLException {
        switch (choice) {
            case 0 -> send(peer.wrap(control()));
            case 1 -> send(Forged.tlsCrypt(KEY, clear(), input.counted()));
            case 2 -> send(ByteBuffer.wrap(input.counted()));
            case 3 -> data(false);
            case 4 -> data(true);
            case 5 -> saySomething();
            case 6 -> pass(input.u16() * 1_100_000L);
            case 7 -> rekey();
            case 8 -> {
                if (!sent.isEmpty()) {
                    arrive(sent.get(input.below(sent.size())).duplicate());
                }
            }
            case 9, 10 -> settle();
            case 11 -> admit();
            case 12 -> shell(input.below(6));
            default -> wrappedKey();
        }
    }

    private ControlPacket control() {
        List<Integer> acks = new ArrayList<>();
        for (int i = input.below(ControlPacket.MAX_ACKS + 1); i > 0; i--) {
            acks.add(input.bit() ? input.below(24) - 2 : input.i32());
        }
        int kind = input.u8();
        long from = (kind & 1) != 0 && (kind & 2) != 0 ? input.i64() : peer.sessionId;
        long to = (kind & 4) != 0 && (kind & 8) != 0 ? input.i64() : peer.serverSessionId();
        int messageId = (kind & 16) == 0 ? input.below(24) - 2 : input.i32();
        return new ControlPacket(
                CONTROL.get(input.below(CONTROL.size())),
                input.below(8),
                from,
                acks,
                acks.isEmpty() ? 0 : to,
                messageId,
                ByteBuffer.wrap(input.atMost(input.u16() % 1500)));
    }

    private byte[] clear() {
        ByteBuffer clear = ByteBuffer.allocate(17);
        clear.put((byte) input.u8());
        clear.putLong(input.bit() ? peer.sessionId : input.i64());
        return clear.putInt(replayId++).putInt(1_700_000_000).array();
    }

    private void wrappedKey() {
        byte[] content = input.bit() ? input.counted() : KEY.toBytes();
        ByteBuffer packet = Forged.tlsCrypt(KEY, clear(), input.counted());
        ByteBuffer key = Forged.wrappedKey(world.serverKey, content);
        send(ByteBuffer.allocate(packet.remaining() + key.remaining()).put(packet).put(key).flip());
    }

    private void data(boolean damaged) {
        byte[] payload = input.exactly(1 + input.u16() % 1600);
        if (!peer.hasKey(peer.keyId())) {
            return;
        }
        ByteBuffer packet = peer.seal(peer.keyId(), ByteBuffer.wrap(payload));
        if (damaged) {
            int at = input.u16() % packet.remaining();
            packet.put(at, (byte) (packet.get(at) ^ input.u8()));
        }
        send(packet);
    }

    private void saySomething() throws SSLException {
        String text = text();
        if (peer.isUp()) {
            peer.say(world.now, text);
        }
    }

    private void rekey() {
        if (peer.isUp() && peer.keyId() < 7) {
            peer.rekey(world.now);
        }
    }

    private void pass(long nanos) {
        world.now += nanos;
        bounds.packet(() -> world.server.tick(world.now));
        tasks();
        peer.tick(world.now);
    }

    private void admit() {
        if (!world.server.sessions.isEmpty()) {
            world.admit();
        }
    }

    private void shell(int choice) {
        if (world.server.sessions.isEmpty()) {
            return;
        }
        ServerSession session = world.session();
        VirtualServer.Hosted output = world.hosted();
        switch (choice) {
            case 0 -> session.approveRekey(world.now, output);
            case 1 -> session.refuse(world.now, text(), output);
            case 2 -> session.restart(world.now, text(), output);
            case 3 -> session.halt(world.now, text(), output);
            case 4 -> session.close(world.now, text(), output);
            default -> session.send(world.now, ByteBuffer.wrap(input.counted()), output);
        }
    }

    private void send(ByteBuffer packet) {
        if (sent.size() < 200) {
            sent.add(packet.duplicate());
        }
        arrive(packet);
    }

    private void arrive(ByteBuffer packet) {
        bounds.packet(() -> world.inject(peer.address, packet));
        tasks();
    }

    private void tasks() {
        world.server.runsTasks = true;
        world.server.runTasks(world.now);
        world.server.runsTasks = false;
    }

    /// What a good peer would do. Ours may be confused by then, which is its own affair.
    private void settle() throws SSLException {
        for (int round = 0; round < 40; round++) {
            List<ByteBuffer> up = List.copyOf(peer.outbox);
            peer.outbox.clear();
            up.forEach(this::send);
            List<VirtualServer.Sent> down = List.copyOf(world.server.outbox);
            world.server.outbox.clear();
            for (VirtualServer.Sent packet : down) {
                if (!understands(packet.packet())) {
                    return;
                }
            }
            if (up.isEmpty() && down.isEmpty()) {
                return;
            }
        }
    }

    private boolean understands(ByteBuffer packet) throws SSLException {
        try {
            peer.receive(world.now, packet);
            return true;
        } catch (AssertionError confused) {
            return false;
        }
    }

    private String text() {
        return new String(input.counted(), StandardCharsets.UTF_8);
    }

    private void check() {
        int closed = world.server.events(Event.Closed.class).size();
        if (closed + world.server.sessions.size() != world.server.accepted) {
            throw new AssertionError("a session was lost");
        }
        boolean admitted = !world.server.events(Event.Established.class).isEmpty();
        if (!admitted && !world.server.delivered.isEmpty()) {
            throw new AssertionError("data before the peer was admitted");
        }
    }
}
