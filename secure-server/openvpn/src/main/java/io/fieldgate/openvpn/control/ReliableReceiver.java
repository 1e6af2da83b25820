package io.fieldgate.openvpn.control;

import org.jspecify.annotations.Nullable;

/// The receiving half of the reliability layer of one key id: puts messages in order.
///
/// A message that was seen before is dropped but acknowledged again, because the first
/// acknowledgement may be lost. A message beyond the window is dropped without acknowledgement.
public final class ReliableReceiver {
    public static final int WINDOW = 12;

    private final byte[] @Nullable [] held = new byte[WINDOW][];
    private int nextId;

    /// @param firstId the message id expected first
    public ReliableReceiver(int firstId) {
        this.nextId = firstId;
    }

    /// A message arrived.
    public Outcome offer(int id, byte[] payload) {
        if (id < 0 || id - nextId >= WINDOW) {
            return Outcome.OUT_OF_WINDOW;
        }
        if (id < nextId || held[id % WINDOW] != null) {
            return Outcome.REPEATED;
        }
        held[id % WINDOW] = payload;
        return Outcome.TAKEN;
    }

    /// The payload of the next message in order, or null if it is not here yet.
    public byte @Nullable [] poll() {
        int slot = nextId % WINDOW;
        byte[] payload = held[slot];
        if (payload != null) {
            held[slot] = null;
            nextId++;
        }
        return payload;
    }

    /// What became of a message.
    public enum Outcome {
        /// Kept; acknowledge it.
        TAKEN,
        /// Seen before; acknowledge it again.
        REPEATED,
        /// Too far ahead; say nothing.
        OUT_OF_WINDOW
    }
}
