package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.Opening;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The data keys of one session: at most two live at a time, each with its key id.
///
/// Receives with either. Sends with the new one as soon as the peer has used it, or after a delay
/// in which the peer must have got it. The old one is forgotten after the transition window.
final class DataChannel {
    private final long sendSwitchNanos;
    private final long transitionNanos;
    private final Supplier<DataBuffers> buffers;
    private @Nullable DataKey newest;
    private @Nullable DataKey older;
    private long switchNanos = Deadline.NEVER;
    private long forgetNanos = Deadline.NEVER;
    private boolean peerUsesNewest;
    private boolean openedNewest;

    /// @param sendSwitchNanos how long to go on sending with the old key, unless the peer is faster
    /// @param transitionNanos how long to accept what comes with the old key
    /// @param buffers those of the thread that calls; may be shared with other channels
    DataChannel(long sendSwitchNanos, long transitionNanos, Supplier<DataBuffers> buffers) {
        this.sendSwitchNanos = sendSwitchNanos;
        this.transitionNanos = transitionNanos;
        this.buffers = buffers;
    }

    /// A new key was agreed.
    void install(long nowNanos, DataKey key) {
        older = newest;
        newest = key;
        peerUsesNewest = false;
        if (older != null) {
            switchNanos = nowNanos + sendSwitchNanos;
            forgetNanos = nowNanos + transitionNanos;
        }
    }

    /// Opens a data packet; on success [#opened] and [#openedNewest] speak of it.
    ///
    /// @return why it must be dropped, or null
    @Nullable DropReason open(long nowNanos, ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return DropReason.MALFORMED;
        }
        DataKey key = key(Opcode.keyIdOfFirstByte(packet.get(packet.position())));
        if (key == null) {
            return DropReason.NO_DATA_KEY;
        }
        ByteBuffer opened = buffers.get().opened();
        Opening opening = key.open(nowNanos, packet, opened.clear());
        return switch (opening) {
            case OPENED, OPENED_LATE -> {
                opened.flip();
                accept(key, opening);
                yield null;
            }
            case TOO_SHORT, TOO_LONG, WRONG_OPCODE -> DropReason.MALFORMED;
            case WRONG_KEY_ID, UNKNOWN_EPOCH -> DropReason.NO_DATA_KEY;
            case BAD_TAG -> DropReason.BAD_DATA;
            case REPLAYED -> DropReason.DATA_REPLAY;
        };
    }

    private void accept(DataKey key, Opening opening) {
        if (key == newest) {
            peerUsesNewest = true;
            switchNanos = Deadline.NEVER;
        }
        // A peer changes to the newest key once: what comes with the older one then was delayed.
        openedNewest = opening == Opening.OPENED && (key == newest || !peerUsesNewest);
    }

    /// The payload of the packet that was opened last, on the same thread; valid until the next
    /// one, of any channel with the same buffers.
    ByteBuffer opened() {
        return buffers.get().opened();
    }

    /// Whether the packet that was opened last is newer than all before it.
    boolean openedNewest() {
        return openedNewest;
    }

    /// Seals a payload, which is consumed.
    ///
    /// @param peerId or [io.fieldgate.openvpn.data.DataHeader#NO_PEER_ID]
    /// @return valid until the next call; null if there is no key that may still be used
    @Nullable ByteBuffer seal(int peerId, ByteBuffer payload) {
        ByteBuffer sealed = buffers.get().sealed();
        if (older != null
                && switchNanos != Deadline.NEVER
                && older.seal(peerId, payload, sealed.clear())) {
            return sealed.flip();
        }
        // Nothing to wait for, or the older key is used up.
        DataKey key = newest;
        if (key == null || !key.seal(peerId, payload, sealed.clear())) {
            return null;
        }
        return sealed.flip();
    }

    boolean wantsRekey() {
        return newest != null && newest.wantsRekey();
    }

    void tick(long nowNanos) {
        if (Deadline.isDue(switchNanos, nowNanos)) {
            switchNanos = Deadline.NEVER;
        }
        if (Deadline.isDue(forgetNanos, nowNanos)) {
            forgetNanos = Deadline.NEVER;
            older = null;
        }
    }

    long nextDeadline() {
        return Deadline.earlier(switchNanos, forgetNanos);
    }

    private @Nullable DataKey key(int keyId) {
        if (newest != null && newest.keyId() == keyId) {
            return newest;
        }
        return older != null && older.keyId() == keyId ? older : null;
    }
}
