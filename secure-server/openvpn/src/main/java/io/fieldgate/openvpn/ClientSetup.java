package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.ControlProtection;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.EarlyNegotiation;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What a client's session knows from its beginning, and the server's session id once the server
/// has answered.
final class ClientSetup implements ExchangeSource {
    /// A server may be in a hurry; it is no stranger.
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private static final int MESSAGE_WITH_KEY = 1;

    private final ClientConfig config;
    private final RandomGenerator random;
    private final ClientCredentials credentials;
    private final long unixSeconds;
    private final long localSessionId;
    private long remoteSessionId;
    private boolean resendsKey;

    ClientSetup(ClientConfig config, RandomGenerator random, long unixSeconds) {
        this.config = config;
        this.random = random;
        this.credentials = new ClientCredentials(config.credentials());
        this.unixSeconds = unixSeconds;
        long id = random.nextLong();
        this.localSessionId = id == 0 ? 1 : id;
    }

    RandomGenerator random() {
        return random;
    }

    ClientConfig config() {
        return config;
    }

    ClientCredentials credentials() {
        return credentials;
    }

    long localSessionId() {
        return localSessionId;
    }

    long remoteSessionId() {
        return remoteSessionId;
    }

    /// Whether an authenticated packet belongs to this session. The server's answer to our hard
    /// reset makes its session id known.
    ///
    /// @param channel of the current key exchange
    boolean accepts(ControlPacket packet, ControlChannel channel) {
        if (remoteSessionId != 0) {
            return packet.sessionId() == remoteSessionId
                    && (packet.acks().isEmpty() || packet.peerSessionId() == localSessionId);
        }
        if (!isAnswer(packet)) {
            return false;
        }
        // Broken or unknown wishes are none.
        boolean wantsKey =
                EarlyNegotiation.asksForWrappedClientKey(packet.payload()).equals(Parsed.of(true));
        learn(packet.sessionId(), wantsKey, channel);
        return true;
    }

    private boolean isAnswer(ControlPacket packet) {
        return packet.opcode() == Opcode.CONTROL_HARD_RESET_SERVER_V2
                && packet.keyId() == 0
                && packet.acks().contains(0)
                && packet.peerSessionId() == localSessionId;
    }

    private void learn(long serverSessionId, boolean wantsKey, ControlChannel channel) {
        remoteSessionId = serverSessionId;
        channel.learnRemoteSessionId(serverSessionId);
        if (wantsKey && config.protection() instanceof ClientProtection.TlsCryptV2(var clientKey)) {
            resendsKey = true;
            channel.reserveInNext(clientKey.wrapped().remaining());
        }
    }

    @Override
    public Role role() {
        return Role.CLIENT;
    }

    @Override
    public ControlKey controlKey() {
        return config.protection().controlKey();
    }

    @Override
    public int firstPacketId() {
        return config.protection().firstPacketId();
    }

    @Override
    public long unixSeconds() {
        return unixSeconds;
    }

    @Override
    public Duration minInterval() {
        return MIN_INTERVAL;
    }

    /// The server may not have heard yet that we have its answer. Over TCP it has, and would take
    /// an acknowledgement on an old key id for an error.
    @Override
    public boolean acknowledgesPrevious() {
        return config.transport() == Transport.UDP;
    }

    @Override
    public Duration handWindow() {
        return config.limits().handWindow();
    }

    @Override
    public Duration transitionWindow() {
        return config.limits().transitionWindow();
    }

    @Override
    public KeyExchange firstExchange(long nowNanos) {
        boolean ownKey = config.protection() instanceof ClientProtection.TlsCryptV2;
        return exchange(
                nowNanos,
                0,
                ownKey ? Opcode.CONTROL_HARD_RESET_CLIENT_V3 : Opcode.CONTROL_HARD_RESET_CLIENT_V2);
    }

    @Override
    public KeyExchange nextExchange(long nowNanos, int keyId) {
        return exchange(nowNanos, keyId, Opcode.CONTROL_SOFT_RESET_V1);
    }

    private KeyExchange exchange(long nowNanos, int keyId, Opcode reset) {
        boolean reliable = config.transport() == Transport.TCP;
        ControlChannel channel =
                new ControlChannel(keyId, localSessionId, remoteSessionId, 0, reliable);
        channel.offerReset(reset);
        return new KeyExchange(
                channel,
                TlsEngine.client(config.tls()),
                new KeyMethodSide.OfClient(canExport ->
                        ClientGreeting.message(config, credentials.current(), canExport, random)),
                nowNanos,
                false);
    }

    /// Appends the wrapped client key to the packets that must bear it, also when they are sent
    /// again.
    @Override
    public ByteBuffer complete(ControlPacket packet, ControlProtection protection) {
        if (!(config.protection() instanceof ClientProtection.TlsCryptV2(var clientKey))
                || packet.keyId() != 0) {
            return protection.wrap(packet);
        }
        boolean first =
                resendsKey
                        && packet.opcode() == Opcode.CONTROL_V1
                        && packet.messageId() == MESSAGE_WITH_KEY;
        ByteBuffer wrapped =
                protection.wrap(first ? packet.withOpcode(Opcode.CONTROL_WKC_V1) : packet);
        if (!first && !packet.opcode().carriesWrappedClientKey()) {
            return wrapped;
        }
        ByteBuffer key = clientKey.wrapped();
        return ByteBuffer.allocate(wrapped.remaining() + key.remaining())
                .put(wrapped)
                .put(key)
                .flip();
    }
}
