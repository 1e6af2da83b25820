package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the gate knows about a session when it begins.
///
/// @param buffers shared by all sessions, those of the thread that works on one
/// @param controlKey protects the control channel from the first packet on
/// @param metadata of the wrapped client key, with tls-crypt-v2
/// @param resetsExchanged whether the client's and our hard reset have gone both ways, without
///   state
record SessionSetup(
        ServerConfig config,
        RandomGenerator random,
        Supplier<DataBuffers> buffers,
        Transport transport,
        long localSessionId,
        long remoteSessionId,
        ControlKey controlKey,
        Optional<ClientKeyMetadata> metadata,
        boolean resetsExchanged,
        long unixSeconds)
        implements ExchangeSource {
    /// Each exchange costs a TLS handshake, so not in quick succession.
    static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    private static final int AFTER_COOKIE_REPLY = 2;

    @Override
    public Role role() {
        return Role.SERVER;
    }

    @Override
    public int firstPacketId() {
        return resetsExchanged ? AFTER_COOKIE_REPLY : 1;
    }

    @Override
    public Duration minInterval() {
        return MIN_INTERVAL;
    }

    /// A server opens the next key only when the client has acknowledged all of this one.
    @Override
    public boolean acknowledgesPrevious() {
        return false;
    }

    @Override
    public Duration handWindow() {
        return config.limits().handWindow();
    }

    @Override
    public Duration transitionWindow() {
        return config.limits().transitionWindow();
    }

    /// Whether an authenticated packet bears the session ids of this session.
    boolean isBetweenUs(ControlPacket packet) {
        return packet.sessionId() == remoteSessionId
                && (packet.acks().isEmpty() || packet.peerSessionId() == localSessionId);
    }

    /// The exchange of the session's first key.
    @Override
    public KeyExchange firstExchange(long nowNanos) {
        if (resetsExchanged) {
            return keyExchange(channel(0, 1), nowNanos, true);
        }
        return exchange(nowNanos, 0, Opcode.CONTROL_HARD_RESET_SERVER_V2);
    }

    /// The exchange of a later key.
    @Override
    public KeyExchange nextExchange(long nowNanos, int keyId) {
        return exchange(nowNanos, keyId, Opcode.CONTROL_SOFT_RESET_V1);
    }

    private KeyExchange exchange(long nowNanos, int keyId, Opcode reset) {
        ControlChannel channel = channel(keyId, 0);
        channel.offerReset(reset);
        return keyExchange(channel, nowNanos, false);
    }

    private KeyExchange keyExchange(
            ControlChannel channel, long nowNanos, boolean resetsExchanged) {
        return new KeyExchange(
                channel,
                TlsEngine.server(config.tls()),
                new KeyMethodSide.OfServer(random),
                nowNanos,
                resetsExchanged);
    }

    private ControlChannel channel(int keyId, int firstId) {
        boolean reliable = transport == Transport.TCP;
        return new ControlChannel(keyId, localSessionId, remoteSessionId, firstId, reliable);
    }
}
