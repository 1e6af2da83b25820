package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the gate knows about a session when it begins.
///
/// @param controlKey protects the control channel from the first packet on
/// @param metadata of the wrapped client key, with tls-crypt-v2
/// @param resetsExchanged whether the client's and our hard reset have gone both ways, without
///   state
record SessionSetup(
        ServerConfig config,
        RandomGenerator random,
        Transport transport,
        long localSessionId,
        long remoteSessionId,
        ControlKey controlKey,
        Optional<ClientKeyMetadata> metadata,
        boolean resetsExchanged,
        long unixSeconds) {

    /// Whether an authenticated packet bears the session ids of this session.
    boolean isBetweenUs(ControlPacket packet) {
        return packet.sessionId() == remoteSessionId
                && (packet.acks().isEmpty() || packet.peerSessionId() == localSessionId);
    }

    /// The exchange of the session's first key.
    KeyExchange firstExchange(long nowNanos) {
        if (resetsExchanged) {
            return new KeyExchange(
                    channel(0, 1), new TlsEngine(config.tls()), random, nowNanos, true);
        }
        return exchange(nowNanos, 0, Opcode.CONTROL_HARD_RESET_SERVER_V2);
    }

    /// The exchange of a later key.
    KeyExchange nextExchange(long nowNanos, int keyId) {
        return exchange(nowNanos, keyId, Opcode.CONTROL_SOFT_RESET_V1);
    }

    private KeyExchange exchange(long nowNanos, int keyId, Opcode reset) {
        ControlChannel channel = channel(keyId, 0);
        channel.offerReset(reset);
        return new KeyExchange(channel, new TlsEngine(config.tls()), random, nowNanos, false);
    }

    private ControlChannel channel(int keyId, int firstId) {
        boolean reliable = transport == Transport.TCP;
        return new ControlChannel(keyId, localSessionId, remoteSessionId, firstId, reliable);
    }
}
