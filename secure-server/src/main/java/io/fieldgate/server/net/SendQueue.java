package io.fieldgate.server.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Datagrams that wait to be sent, gathered into runs: datagrams to the same address, all of the
/// same length but for a shorter last one, which the kernel takes as one. Keeps the order of the
/// datagrams to an address. Owned by one thread.
final class SendQueue {
    static final int MOST = 256;
    static final int LONGEST = 1 << 16;

    /// The kernel takes no more as one (UDP_MAX_SEGMENTS).
    private static final int LONGEST_RUN = 64;

    private static final int LONGEST_RUN_BYTES = 65_000;
    private static final int MEMORY = 1 << 19;
    private static final int PLACES = 4 * MOST;
    private static final int NONE = -1;

    private final MemorySegment memory;
    private final ByteBuffer bytes;
    private final int[] offset = new int[MOST];
    private final int[] length = new int[MOST];
    private final int[] next = new int[MOST];
    private final Run[] runs = new Run[MOST];
    private final int[] places = new int[PLACES];
    private int datagrams;
    private int runCount;
    private int used;
    private boolean gathers;

    /// @param gathers whether the kernel takes runs
    SendQueue(Arena arena, boolean gathers) {
        memory = arena.allocate(MEMORY);
        bytes = memory.asByteBuffer();
        this.gathers = gathers;
        for (int i = 0; i < MOST; i++) {
            runs[i] = new Run();
        }
        Arrays.fill(places, NONE);
    }

    /// Datagrams that are sent together.
    static final class Run {
        private @Nullable KnownAddress to;
        private int place;
        private int first;
        private int last;
        private int count;
        private int segment;
        private int bytes;
        private boolean closed;

        KnownAddress to() {
            if (to == null) {
                throw new IllegalStateException("no run");
            }
            return to;
        }

        int first() {
            return first;
        }

        int count() {
            return count;
        }

        /// How long its datagrams are, but for the last.
        int segment() {
            return segment;
        }
    }

    /// From now on each datagram is a run of its own.
    void stopGathering() {
        gathers = false;
    }

    boolean isEmpty() {
        return datagrams == 0;
    }

    /// Whether a datagram of this length can be added.
    boolean hasRoom(int bytes) {
        return datagrams < MOST && used + bytes <= MEMORY;
    }

    /// Copies a datagram, position to limit, which is consumed.
    void add(ByteBuffer packet, KnownAddress to) {
        int bytesLong = packet.remaining();
        int index = datagrams++;
        offset[index] = used;
        length[index] = bytesLong;
        next[index] = NONE;
        bytes.position(used).put(packet);
        used += bytesLong;
        int place = place(to);
        Run open = places[place] == NONE ? null : runs[places[place]];
        if (open != null && gathers && takes(open, bytesLong)) {
            next[open.last] = index;
            open.last = index;
            open.count++;
            open.bytes += bytesLong;
            open.closed = bytesLong < open.segment;
        } else {
            places[place] = runCount;
            begin(runs[runCount++], to, place, index, bytesLong);
        }
    }

    private static boolean takes(Run run, int bytesLong) {
        return !run.closed
                && bytesLong <= run.segment
                && run.count < LONGEST_RUN
                && run.bytes + bytesLong <= LONGEST_RUN_BYTES;
    }

    private static void begin(Run run, KnownAddress to, int place, int index, int bytesLong) {
        run.to = to;
        run.place = place;
        run.first = index;
        run.last = index;
        run.count = 1;
        run.segment = bytesLong;
        run.bytes = bytesLong;
        run.closed = false;
    }

    /// The place of the address's run; empty or taken by a run to this address.
    private int place(KnownAddress to) {
        int place = to.mixed() & (PLACES - 1);
        while (places[place] != NONE && !runs[places[place]].to().isSameAs(to)) {
            place = (place + 1) & (PLACES - 1);
        }
        return place;
    }

    int runs() {
        return runCount;
    }

    Run run(int index) {
        return runs[index];
    }

    /// The datagram after this one in its run.
    int after(int datagram) {
        return next[datagram];
    }

    long address(int datagram) {
        return memory.address() + offset[datagram];
    }

    int length(int datagram) {
        return length[datagram];
    }

    void clear() {
        for (int i = 0; i < runCount; i++) {
            places[runs[i].place] = NONE;
            runs[i].to = null;
        }
        datagrams = 0;
        runCount = 0;
        used = 0;
        bytes.clear();
    }

    /// For tests.
    byte[] copy(int datagram) {
        return memory.asSlice(offset[datagram], length[datagram]).toArray(ValueLayout.JAVA_BYTE);
    }
}
