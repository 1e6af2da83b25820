package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.data.DataKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The data keys of one session: at most two live at a time, each with its key id.
///
/// Receives with either. Sends with the new one as soon as the peer has used it, or after 5
/// seconds, when every client must have it. The old one is forgotten after the transition window.
final class DataChannel {
    static final long SEND_SWITCH_NANOS = 5_000_000_000L;

    private static final int PACKET_ID_AT = 4;
    private static final int MIN_LENGTH = DataKey.OVERHEAD + 1;
    private static final int BUFFER = DataKey.MAX_PAYLOAD + DataKey.SEAL_ROOM;

    private final long transitionNanos;
    private final ByteBuffer opened = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer sealed = ByteBuffer.allocate(BUFFER);
    private @Nullable Slot newest;
    private @Nullable Slot older;
    private long switchNanos = Deadline.NEVER;
    private long forgetNanos = Deadline.NEVER;
    private boolean openedNewest;

    DataChannel(long transitionNanos) {
        this.transitionNanos = transitionNanos;
    }

    /// A new key was agreed.
    void install(long nowNanos, DataKey key) {
        older = newest;
        newest = new Slot(key);
        if (older != null) {
            switchNanos = nowNanos + SEND_SWITCH_NANOS;
            forgetNanos = nowNanos + transitionNanos;
        }
    }

    /// Opens a `P_DATA_V2` packet; on success [#opened] and [#openedNewest] speak of it.
    ///
    /// @return why it must be dropped, or null
    @Nullable DropReason open(ByteBuffer packet) {
        if (packet.remaining() < MIN_LENGTH) {
            return DropReason.MALFORMED;
        }
        int keyId = packet.get(packet.position()) & 7;
        Slot slot = slot(keyId);
        if (slot == null) {
            return DropReason.NO_DATA_KEY;
        }
        long packetId = Integer.toUnsignedLong(packet.getInt(packet.position() + PACKET_ID_AT));
        opened.clear();
        DropReason refused =
                switch (slot.key.open(packet, opened)) {
                    case OPENED -> null;
                    case TOO_SHORT, TOO_LONG, WRONG_OPCODE -> DropReason.MALFORMED;
                    case BAD_TAG -> DropReason.BAD_DATA;
                    case REPLAYED -> DropReason.DATA_REPLAY;
                };
        if (refused != null) {
            return refused;
        }
        opened.flip();
        openedNewest = packetId > slot.highestPacketId;
        slot.highestPacketId = Math.max(slot.highestPacketId, packetId);
        if (slot == newest) {
            switchNanos = Deadline.NEVER;
        }
        return null;
    }

    /// The payload of the packet that was opened last; valid until the next one.
    ByteBuffer opened() {
        return opened;
    }

    /// Whether no packet of its key with a higher id had come before the one opened last.
    boolean openedNewest() {
        return openedNewest;
    }

    /// Seals a payload, which is consumed.
    ///
    /// @return valid until the next call; null if there is no key that may still be used
    @Nullable ByteBuffer seal(int peerId, ByteBuffer payload) {
        Slot slot = older != null && switchNanos != Deadline.NEVER ? older : newest;
        sealed.clear();
        if (slot == null || !slot.key.seal(peerId, payload, sealed)) {
            return null;
        }
        return sealed.flip();
    }

    boolean wantsRekey() {
        return newest != null && newest.key.wantsRekey();
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

    private @Nullable Slot slot(int keyId) {
        if (newest != null && newest.key.keyId() == keyId) {
            return newest;
        }
        return older != null && older.key.keyId() == keyId ? older : null;
    }

    private static final class Slot {
        final DataKey key;
        long highestPacketId;

        Slot(DataKey key) {
            this.key = key;
        }
    }
}
