package io.fieldgate.openvpn.control;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlReplayGuard;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.ReplayIdSequence;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCrypt;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Protects the control packets of one session at the server: with the client's own tls-crypt key,
/// and at renegotiations (key id above 0) with the dynamic key, once both ends agreed to it.
///
/// OpenVPN 3 changes to the dynamic key for all key ids at its first renegotiation, so a packet
/// that does not fit the expected key is tried with the other.
public final class ControlProtection {
    /// TLS exporter label of the dynamic key.
    public static final String DYNAMIC_LABEL = "EXPORTER-OpenVPN-dynamic-tls-crypt";

    private final StaticKey clientKey;
    private final Keyed initial;
    private final long unixSeconds;
    private @Nullable Keyed dynamic;

    /// @param firstPacketId 1, or 2 if the cookie reply used 1
    /// @param unixSeconds goes into the replay ids and never changes in a session
    public ControlProtection(StaticKey clientKey, int firstPacketId, long unixSeconds) {
        this.clientKey = clientKey;
        this.unixSeconds = unixSeconds;
        this.initial = new Keyed(clientKey, firstPacketId, unixSeconds);
    }

    /// From now on renegotiations use the exported key combined with the client's own.
    public void useDynamicKey(byte[] exported) {
        dynamic = new Keyed(clientKey.xor(exported), 1, unixSeconds);
    }

    /// Ready to be sent.
    public ByteBuffer wrap(ControlPacket packet) {
        Keyed renegotiation = dynamic;
        Keyed keyed = packet.keyId() > 0 && renegotiation != null ? renegotiation : initial;
        return keyed.wrap.wrap(packet, keyed.sequence.next());
    }

    /// Authenticates a packet without its wrapped client key, and refuses what was seen before.
    public Parsed<ControlPacket> unwrap(int keyId, ByteBuffer packet) {
        Keyed renegotiation = dynamic;
        if (renegotiation == null) {
            return initial.unwrap(packet);
        }
        Keyed first = keyId > 0 ? renegotiation : initial;
        Keyed second = keyId > 0 ? initial : renegotiation;
        Parsed<ControlPacket> result = first.unwrap(packet);
        return result instanceof Parsed.Failure<ControlPacket>(Flaw flaw) && flaw == Flaw.BAD_TAG
                ? second.unwrap(packet)
                : result;
    }

    private static final class Keyed {
        final ControlWrap wrap;
        final ReplayIdSequence sequence;
        final ControlReplayGuard guard = new ControlReplayGuard();

        Keyed(StaticKey key, int firstPacketId, long unixSeconds) {
            wrap = TlsCrypt.server(key);
            sequence = new ReplayIdSequence(firstPacketId, unixSeconds);
        }

        Parsed<ControlPacket> unwrap(ByteBuffer packet) {
            return switch (wrap.unwrap(packet)) {
                case Parsed.Failure<ControlWrap.Unwrapped>(Flaw flaw) -> Parsed.failed(flaw);
                case Parsed.Value<ControlWrap.Unwrapped>(ControlWrap.Unwrapped unwrapped) -> {
                    Optional<Flaw> seen = guard.accept(unwrapped.replayId());
                    yield seen.isPresent()
                            ? Parsed.failed(seen.get())
                            : Parsed.of(unwrapped.packet());
                }
            };
        }
    }
}
