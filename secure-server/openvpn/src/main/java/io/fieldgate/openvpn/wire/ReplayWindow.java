package io.fieldgate.openvpn.wire;

import java.util.Arrays;

/// Remembers which of the newest packet ids were seen (the sliding window of RFC 4303, appendix A,
/// as a ring of words). Ids are unsigned 32-bit numbers, 0 is never valid. Owned by one thread.
///
/// Ask [#mayAccept] before work is spent on a packet, [#accept] only after it was authenticated: a
/// forged id must not move the window.
public final class ReplayWindow {
    /// Size of OpenVPN's own window, in packets.
    public static final int STOCK_SIZE = 64;

    private static final int WORD = Long.SIZE;

    private final int size;
    private final long[] seen;
    private long newest;

    /// @param size packets behind the newest one, counted with it, that are still accepted; a
    ///   multiple of 64
    public ReplayWindow(int size) {
        if (size < WORD || size % WORD != 0) {
            throw new IllegalArgumentException("window of " + size);
        }
        this.size = size;
        // One word more than the window: the word that the newest id enters is being refilled.
        this.seen = new long[size / WORD + 1];
    }

    /// Whether this id is neither too old nor seen before. Changes nothing.
    public boolean mayAccept(int packetId) {
        long id = Integer.toUnsignedLong(packetId);
        if (id == 0) {
            return false;
        }
        if (id > newest) {
            return true;
        }
        return newest - id < size && (seen[word(id)] & bit(id)) == 0;
    }

    /// Takes the id of an authenticated packet; false if it is a replay or too old.
    public boolean accept(int packetId) {
        if (!mayAccept(packetId)) {
            return false;
        }
        long id = Integer.toUnsignedLong(packetId);
        if (id > newest) {
            forgetBetween(newest / WORD, id / WORD);
            newest = id;
        }
        seen[word(id)] |= bit(id);
        return true;
    }

    private void forgetBetween(long oldWord, long newWord) {
        if (newWord - oldWord >= seen.length) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long word = oldWord + 1; word <= newWord; word++) {
            seen[(int) (word % seen.length)] = 0;
        }
    }

    private int word(long id) {
        return (int) (id / WORD % seen.length);
    }

    private static long bit(long id) {
        return 1L << (id % WORD);
    }
}
