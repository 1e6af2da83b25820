package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;

/// Protects control packets with a key that both ends knew before TLS.
///
/// Owned by one thread. Keeps no replay state: [ReplayIdSequence] and [ControlReplayGuard] belong
/// to the session, so that several wraps can be tried on one packet.
public interface ControlWrap {
    /// The protected packet, ready to be sent (without a wrapped client key).
    ByteBuffer wrap(ControlPacket packet, ReplayId replayId);

    /// Verifies, decrypts and parses a packet from position to limit; a wrapped client key must
    /// have been cut off. Neither position nor content of the buffer change.
    Parsed<Unwrapped> unwrap(ByteBuffer packet);

    /// Whether packets are authenticated and have replay ids. Without that anybody can forge them.
    boolean authenticates();

    /// The last step of [#unwrap].
    static Parsed<Unwrapped> parse(
            ControlPacket.Header header, ByteBuffer body, ReplayId replayId) {
        return switch (ControlPacket.parseBody(header, body)) {
            case Parsed.Failure<ControlPacket>(Flaw flaw) -> Parsed.failed(flaw);
            case Parsed.Value<ControlPacket>(ControlPacket parsed) ->
                    Parsed.of(new Unwrapped(parsed, replayId));
        };
    }

    /// An authentic packet; whether it is a replay is still to be asked.
    record Unwrapped(ControlPacket packet, ReplayId replayId) {}
}
