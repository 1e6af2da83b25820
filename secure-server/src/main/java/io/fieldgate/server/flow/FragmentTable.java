package io.fieldgate.server.flow;

import org.jspecify.annotations.Nullable;

/// Remembers to which flow the fragments of a packet belong, so that later ones, which have no
/// ports, follow the first. Owned by one thread; allocates only while it fills up.
///
/// A key has the packet's identification in the place of the ports. Each key may stand in four
/// places; when all are taken, the oldest goes.
///
/// @param <P> the peers
public final class FragmentTable<P> {
    /// Packets whose fragments are under way at one time.
    public static final int USUAL_LIMIT = 4096;

    /// RFC 791 lets a receiver wait 15 s, RFC 8200 60 s for the rest; in a tunnel it comes at once.
    private static final long LIFE_NANOS = 30_000_000_000L;

    private static final int WAYS = 4;

    private final long seed;
    private final @Nullable Entry<P>[] entries;

    /// @param limit a power of two, at least four
    /// @param seed random, so that no sender can make keys that fall together
    public FragmentTable(int limit, long seed) {
        if (limit < WAYS || Integer.bitCount(limit) != 1) {
            throw new IllegalArgumentException("not a power of two from four: " + limit);
        }
        this.seed = seed;
        this.entries = entries(limit);
    }

    /// A first fragment came by.
    ///
    /// @param leg the side of the flow that it came from
    public void remember(long nowNanos, FlowKey<P> key, Leg<P> leg) {
        int set = set(key);
        int place = set;
        for (int i = set; i < set + WAYS; i++) {
            Entry<P> entry = entries[i];
            if (entry == null || entry.key.matches(key)) {
                place = i;
                break;
            }
            Entry<P> oldest = entries[place];
            if (oldest != null && entry.since - oldest.since < 0) {
                place = i;
            }
        }
        Entry<P> entry = entries[place];
        if (entry == null) {
            entry = new Entry<>(leg);
            entries[place] = entry;
        }
        entry.key.copy(key);
        entry.leg = leg;
        entry.serial = leg.flow().serial();
        entry.since = nowNanos;
    }

    /// The side of the flow to which the first fragment belonged; null if it is not known (any
    /// more).
    public @Nullable Leg<P> find(long nowNanos, FlowKey<P> key) {
        int set = set(key);
        for (int i = set; i < set + WAYS; i++) {
            Entry<P> entry = entries[i];
            if (entry != null && entry.key.matches(key)) {
                boolean valid =
                        nowNanos - entry.since <= LIFE_NANOS
                                && entry.leg.flow().serial() == entry.serial;
                return valid ? entry.leg : null;
            }
        }
        return null;
    }

    /// Lets no later fragment of this packet follow.
    public void forget(FlowKey<P> key) {
        int set = set(key);
        for (int i = set; i < set + WAYS; i++) {
            Entry<P> entry = entries[i];
            if (entry != null && entry.key.matches(key)) {
                entry.serial = -1;
            }
        }
    }

    private int set(FlowKey<P> key) {
        long hash = key.hash(seed);
        return (int) (hash ^ hash >>> 32) & (entries.length - 1) & -WAYS;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static <P> @Nullable Entry<P>[] entries(int count) {
        return new @Nullable Entry[count];
    }

    private static final class Entry<P> {
        private final FlowKey<P> key = new FlowKey<>();
        private Leg<P> leg;
        private long serial;
        private long since;

        Entry(Leg<P> leg) {
            this.leg = leg;
        }
    }
}
