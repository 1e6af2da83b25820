package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ControlProtection;
import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.WrappedClientKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The key exchanges of one session and the protection of their packets: the current one, and the
/// one before it, which is only listened to.
final class KeyExchanges {
    private static final int LAST_KEY_ID = 7;

    private final ExchangeSource source;
    private final ControlProtection protection;
    private KeyExchange current;
    private long extendedNanos = Deadline.NEVER;
    private @Nullable KeyExchange previous;

    KeyExchanges(ExchangeSource source, long nowNanos) {
        this.source = source;
        this.protection =
                new ControlProtection(
                        source.controlKey(),
                        source.role(),
                        source.firstPacketId(),
                        source.unixSeconds());
        this.current = source.firstExchange(nowNanos);
    }

    /// From the next key id on, packets are protected with a key exported from the current TLS.
    void useDynamicKey() {
        current.tls()
                .export(ControlProtection.DYNAMIC_LABEL, StaticKey.LENGTH)
                .ifPresent(protection::useDynamicKey);
    }

    KeyExchange current() {
        return current;
    }

    @Nullable KeyExchange previous() {
        return previous;
    }

    boolean isCurrent(KeyExchange exchange) {
        return exchange.keyId() == current.keyId();
    }

    /// Its TLS is broken; nobody needs it any more.
    void forgetPrevious() {
        previous = null;
    }

    /// The exchange that an authenticated packet belongs to, or null. A soft reset may open one.
    @Nullable KeyExchange of(ControlPacket packet, boolean mayOpen, long nowNanos) {
        int keyId = packet.keyId();
        return switch (packet.opcode()) {
            case CONTROL_V1, CONTROL_WKC_V1, ACK_V1 -> find(keyId);
            case CONTROL_HARD_RESET_CLIENT_V2, CONTROL_HARD_RESET_CLIENT_V3 ->
                    keyId == 0 && source.role() == Role.SERVER ? find(keyId) : null;
            case CONTROL_HARD_RESET_SERVER_V2 ->
                    keyId == 0 && source.role() == Role.CLIENT ? find(keyId) : null;
            case CONTROL_SOFT_RESET_V1 -> {
                if (mayOpen && keyId == nextKeyId() && mayOpenNext(nowNanos)) {
                    openNext(nowNanos);
                }
                yield keyId == 0 ? null : find(keyId);
            }
            case DATA_V1, DATA_V2 -> null;
        };
    }

    private @Nullable KeyExchange find(int keyId) {
        if (current.keyId() == keyId) {
            return current;
        }
        return previous != null && previous.keyId() == keyId ? previous : null;
    }

    /// Authenticates a control packet; a wrapped client key behind it is cut off unread.
    Parsed<ControlPacket> unprotect(long nowNanos, ByteBuffer packet) {
        return switch (ControlPacket.parseHeader(packet)) {
            case Parsed.Failure<ControlPacket.Header>(Flaw flaw) -> Parsed.failed(flaw);
            case Parsed.Value<ControlPacket.Header>(ControlPacket.Header header) ->
                    header.opcode().carriesWrappedClientKey()
                            ? unprotectBeforeKey(nowNanos, header, packet)
                            : protection.unwrap(nowNanos, header.keyId(), packet);
        };
    }

    private Parsed<ControlPacket> unprotectBeforeKey(
            long nowNanos, ControlPacket.Header header, ByteBuffer packet) {
        return switch (WrappedClientKey.split(packet)) {
            case Parsed.Failure<WrappedClientKey.Split>(Flaw flaw) -> Parsed.failed(flaw);
            case Parsed.Value<WrappedClientKey.Split>(WrappedClientKey.Split split) ->
                    protection.unwrap(nowNanos, header.keyId(), split.packet());
        };
    }

    /// One exchange at a time.
    boolean mayOpenNext(long nowNanos) {
        return current.isSettled()
                && nowNanos - current.startedNanos() >= source.minInterval().toNanos();
    }

    /// The moment from which [#mayOpenNext] can be true.
    long earliestNext() {
        return current.startedNanos() + source.minInterval().toNanos();
    }

    /// Opens the next key id. From now on no message is sent on the old one, and by a server not
    /// even an acknowledgement: clients on TCP would give up.
    void openNext(long nowNanos) {
        previous = current;
        current = source.nextExchange(nowNanos, nextKeyId());
        extendedNanos = Deadline.NEVER;
    }

    /// When the current exchange must be settled.
    long deadline() {
        long usual = current.startedNanos() + source.handWindow().toNanos();
        return extendedNanos != Deadline.NEVER && extendedNanos - usual > 0 ? extendedNanos : usual;
    }

    /// Gives the current exchange more time.
    void extendUntil(long nanos) {
        extendedNanos = nanos;
    }

    boolean isOverdue(long nowNanos) {
        return !current.isSettled() && Deadline.isDue(deadline(), nowNanos);
    }

    /// Sends what is due of the current exchange, and forgets the previous one in time.
    void flush(long nowNanos, Session.Sink sink) {
        long transition = source.transitionWindow().toNanos();
        if (nowNanos - current.startedNanos() >= transition) {
            previous = null;
        }
        if (previous != null && source.acknowledgesPrevious()) {
            previous.channel().acknowledge(packet -> transmit(packet, sink));
        }
        current.channel().flush(nowNanos, packet -> transmit(packet, sink));
    }

    private void transmit(ControlPacket packet, Session.Sink sink) {
        sink.transmit(source.complete(packet, protection));
    }

    private int nextKeyId() {
        return current.keyId() == LAST_KEY_ID ? 1 : current.keyId() + 1;
    }
}
