package io.fieldgate.server.flow;

import org.jspecify.annotations.Nullable;

/// The flows that are known, found by the packets of either side. Owned by one thread.
///
/// Bounded: when it is full, a flow makes room that has been silent longest: among those of the
/// peer that opens another one, if it has its share or more; else among those of the peer that
/// exceeds its share most; else among all. So a peer that opens flows without end pushes out its
/// own. Entries are made as they are needed and used again after that, so that in the long run
/// nothing is allocated.
///
/// @param <P> the peers
public final class FlowTable<P> {
    /// Enough for a server; about 20 MB when all are in use.
    public static final int USUAL_LIMIT = 65_536;

    /// When the table is full, a peer that has its share and sent a packet in each of its flows
    /// within this time opens no further one.
    static final long BUSY_NANOS = 1_000_000_000L;

    private static final int FIRST_BUCKETS = 256;

    private final int limit;
    private final long seed;
    private final Queue<P>[] queues = queues();
    private final Holdings<P> holdings;
    private @Nullable Leg<P>[] buckets = buckets(FIRST_BUCKETS);
    private @Nullable Flow<P> free;
    private int size;

    /// An empty table.
    ///
    /// @param limit most flows at one time
    /// @param seed random, so that no sender can make flows that fall together
    public FlowTable(int limit, long seed) {
        this.limit = limit;
        this.seed = seed;
        this.holdings = new Holdings<>(Math.max(1, limit / Holdings.SHARES));
    }

    /// The side of a flow from which packets with this key come; null if there is none, or if it
    /// was silent for too long.
    public @Nullable Leg<P> find(long nowNanos, FlowKey<P> key) {
        Leg<P> leg = lookup(key, key.hash(seed));
        if (leg != null && isOver(nowNanos, leg.flow())) {
            remove(leg.flow());
            return null;
        }
        return leg;
    }

    /// A new flow. Flows that had one of these keys end.
    ///
    /// @return null if there is no room: the opener has opened its whole share of a full table
    ///   within a second
    public @Nullable Flow<P> open(
            long nowNanos, FlowKey<P> opener, FlowKey<P> responder, Idle idle) {
        removeWith(opener);
        removeWith(responder);
        forgetSilent(nowNanos);
        if (size == limit && !makeRoom(nowNanos, opener.peer())) {
            return null;
        }
        Flow<P> flow = free;
        if (flow == null) {
            flow = new Flow<>();
        } else {
            free = flow.newer;
            flow.newer = null;
        }
        flow.serial++;
        flow.inTable = true;
        flow.lastUsed = nowNanos;
        flow.idle = idle;
        flow.opener().copy(opener);
        flow.responder().copy(responder);
        if (++size > buckets.length / 2) {
            grow();
        }
        link(flow.opener());
        link(flow.responder());
        queue(idle).append(flow);
        holdings.add(flow);
        return flow;
    }

    /// A packet of the flow came by.
    ///
    /// @param idle how long it may be silent from now on
    public void touch(long nowNanos, Flow<P> flow, Idle idle) {
        queue(flow.idle).remove(flow);
        flow.lastUsed = nowNanos;
        flow.idle = idle;
        queue(idle).append(flow);
        holdings.touch(flow);
    }

    /// Ends a flow.
    public void remove(Flow<P> flow) {
        if (!flow.inTable) {
            return;
        }
        unlink(flow.opener());
        unlink(flow.responder());
        queue(flow.idle).remove(flow);
        holdings.remove(flow);
        flow.opener().forgetPeer();
        flow.responder().forgetPeer();
        flow.judged(0, null, null);
        flow.inTable = false;
        flow.serial++;
        flow.newer = free;
        free = flow;
        size--;
    }

    /// How many flows there are, silent ones among them.
    public int size() {
        return size;
    }

    private @Nullable Leg<P> lookup(FlowKey<P> key, long hash) {
        for (Leg<P> leg = buckets[bucket(hash)]; leg != null; leg = leg.next) {
            if (leg.hash == hash && leg.matches(key)) {
                return leg;
            }
        }
        return null;
    }

    private void removeWith(FlowKey<P> key) {
        Leg<P> leg = lookup(key, key.hash(seed));
        if (leg != null) {
            remove(leg.flow());
        }
    }

    /// Two of each kind, so that a table that has been full becomes smaller in time.
    private void forgetSilent(long nowNanos) {
        for (Queue<P> queue : queues) {
            for (int i = 0; i < 2; i++) {
                Flow<P> flow = queue.oldest;
                if (flow == null || !isOver(nowNanos, flow)) {
                    break;
                }
                remove(flow);
            }
        }
    }

    private boolean makeRoom(long nowNanos, P opener) {
        Flow<P> own = holdings.oldestOfShare(opener);
        if (own != null) {
            if (nowNanos - own.lastUsed < BUSY_NANOS) {
                return false;
            }
            remove(own);
            return true;
        }
        Flow<P> ofLargest = holdings.oldestOfLargest();
        remove(ofLargest == null ? longestSilent() : ofLargest);
        return true;
    }

    private Flow<P> longestSilent() {
        Flow<P> longest = null;
        for (Queue<P> queue : queues) {
            Flow<P> flow = queue.oldest;
            if (flow != null && (longest == null || flow.lastUsed - longest.lastUsed < 0)) {
                longest = flow;
            }
        }
        if (longest == null) {
            throw new IllegalStateException("a full table without flows");
        }
        return longest;
    }

    private static boolean isOver(long nowNanos, Flow<?> flow) {
        return nowNanos - flow.lastUsed > flow.idle.nanos();
    }

    private void link(Leg<P> leg) {
        leg.hash = leg.hash(seed);
        int bucket = bucket(leg.hash);
        leg.next = buckets[bucket];
        buckets[bucket] = leg;
    }

    private void unlink(Leg<P> leg) {
        int bucket = bucket(leg.hash);
        Leg<P> before = null;
        for (Leg<P> at = buckets[bucket]; at != leg && at != null; at = at.next) {
            before = at;
        }
        if (before == null) {
            buckets[bucket] = leg.next;
        } else {
            before.next = leg.next;
        }
        leg.next = null;
    }

    private void grow() {
        @Nullable Leg<P>[] old = buckets;
        buckets = buckets(2 * old.length);
        for (Leg<P> first : old) {
            Leg<P> leg = first;
            while (leg != null) {
                Leg<P> next = leg.next;
                int bucket = bucket(leg.hash);
                leg.next = buckets[bucket];
                buckets[bucket] = leg;
                leg = next;
            }
        }
    }

    private int bucket(long hash) {
        return (int) (hash ^ hash >>> 32) & (buckets.length - 1);
    }

    private Queue<P> queue(Idle idle) {
        return queues[idle.index()];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static <P> Queue<P>[] queues() {
        Queue<P>[] queues = new Queue[Idle.COUNT];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new Queue<>();
        }
        return queues;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static <P> @Nullable Leg<P>[] buckets(int count) {
        return new @Nullable Leg[count];
    }

    /// Flows that may be silent equally long, by the time of their last packet.
    private static final class Queue<P> {
        private @Nullable Flow<P> oldest;
        private @Nullable Flow<P> newest;

        void append(Flow<P> flow) {
            Flow<P> last = newest;
            flow.older = last;
            flow.newer = null;
            if (last == null) {
                oldest = flow;
            } else {
                last.newer = flow;
            }
            newest = flow;
        }

        void remove(Flow<P> flow) {
            Flow<P> before = flow.older;
            Flow<P> after = flow.newer;
            if (before == null) {
                oldest = after;
            } else {
                before.newer = after;
            }
            if (after == null) {
                newest = before;
            } else {
                after.older = before;
            }
            flow.older = null;
            flow.newer = null;
        }
    }
}
