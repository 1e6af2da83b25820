package io.fieldgate.openvpn.control;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlReplayGuard;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.ReplayIdSequence;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.TlsCrypt;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Protects the control packets of one session: with the key that it began with, and at
/// renegotiations (key id above 0) with the dynamic key, once both ends agreed to it.
///
/// OpenVPN 3 changes to the dynamic key for all key ids at its first renegotiation, so a packet
/// that does not fit the expected key is tried with the other. An unprotected packet is never taken
/// where a dynamic key is in use.
public final class ControlProtection {
    /// TLS exporter label of the dynamic key.
    public static final String DYNAMIC_LABEL = "EXPORTER-OpenVPN-dynamic-tls-crypt";

    private final ControlKey key;
    private final Role role;
    private final Keyed initial;
    private final long unixSeconds;
    private @Nullable Keyed dynamic;

    /// @param firstPacketId see [ReplayIdSequence]
    /// @param unixSeconds goes into the replay ids and never changes in a session
    public ControlProtection(ControlKey key, Role role, int firstPacketId, long unixSeconds) {
        this.key = key;
        this.role = role;
        this.unixSeconds = unixSeconds;
        this.initial = new Keyed(key.wrap(role), firstPacketId, unixSeconds);
    }

    /// From now on renegotiations use the exported key combined with the first one.
    public void useDynamicKey(byte[] exported) {
        dynamic = new Keyed(TlsCrypt.of(key.combine(exported), role), 1, unixSeconds);
    }

    /// Ready to be sent.
    public ByteBuffer wrap(ControlPacket packet) {
        Keyed renegotiation = dynamic;
        Keyed keyed = packet.keyId() > 0 && renegotiation != null ? renegotiation : initial;
        return keyed.wrap.wrap(packet, keyed.sequence.next());
    }

    /// Authenticates a packet without its wrapped client key, and refuses what was seen before.
    public Parsed<ControlPacket> unwrap(long nowNanos, int keyId, ByteBuffer packet) {
        Keyed renegotiation = dynamic;
        if (renegotiation == null) {
            return initial.unwrap(nowNanos, packet);
        }
        boolean dynamicFirst = keyId > 0 || !initial.wrap.authenticates();
        Keyed first = dynamicFirst ? renegotiation : initial;
        Keyed second = dynamicFirst ? initial : renegotiation;
        Parsed<ControlPacket> result = first.unwrap(nowNanos, packet);
        boolean tryOther =
                result instanceof Parsed.Failure<ControlPacket>(Flaw flaw)
                        && (flaw == Flaw.BAD_TAG || flaw == Flaw.TOO_SHORT)
                        && (second.wrap.authenticates() || keyId == 0);
        return tryOther ? second.unwrap(nowNanos, packet) : result;
    }

    private static final class Keyed {
        final ControlWrap wrap;
        final ReplayIdSequence sequence;
        final ControlReplayGuard guard = new ControlReplayGuard();

        Keyed(ControlWrap wrap, int firstPacketId, long unixSeconds) {
            this.wrap = wrap;
            this.sequence = new ReplayIdSequence(firstPacketId, unixSeconds);
        }

        Parsed<ControlPacket> unwrap(long nowNanos, ByteBuffer packet) {
            return switch (wrap.unwrap(packet)) {
                case Parsed.Failure<ControlWrap.Unwrapped>(Flaw flaw) -> Parsed.failed(flaw);
                case Parsed.Value<ControlWrap.Unwrapped>(ControlWrap.Unwrapped unwrapped) ->
                        fresh(nowNanos, unwrapped);
            };
        }

        private Parsed<ControlPacket> fresh(long nowNanos, ControlWrap.Unwrapped unwrapped) {
            if (!wrap.authenticates()) {
                return Parsed.of(unwrapped.packet());
            }
            return guard.accept(nowNanos, unwrapped.replayId())
                    .<Parsed<ControlPacket>>map(Parsed::failed)
                    .orElseGet(() -> Parsed.of(unwrapped.packet()));
        }
    }
}
