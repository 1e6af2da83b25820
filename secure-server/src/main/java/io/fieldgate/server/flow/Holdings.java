package io.fieldgate.server.flow;

import org.jspecify.annotations.Nullable;

/// Who has opened how many of the flows in a table. Owned by one thread; allocates only while more
/// peers than before have flows.
///
/// @param <P> the peers
final class Holdings<P> {
    /// A share is one of so many equal parts of the table, so fewer peers than this exceed theirs
    /// at one time.
    static final int SHARES = 8;

    private static final int FIRST_BUCKETS = 64;

    private final int share;
    private final @Nullable Holding<P>[] large = holdings(SHARES);
    private @Nullable Holding<P>[] buckets = holdings(FIRST_BUCKETS);
    private @Nullable Holding<P> free;
    private int largeCount;
    private int peers;

    /// @param share an eighth of the table, at least one
    Holdings(int share) {
        this.share = share;
    }

    void add(Flow<P> flow) {
        P peer = flow.opener().peer();
        Holding<P> holding = find(peer);
        if (holding == null) {
            holding = begin(peer);
        }
        flow.holding = holding;
        holding.append(flow);
        if (holding.count == share + 1) {
            large[largeCount++] = holding;
        }
    }

    void touch(Flow<P> flow) {
        holding(flow).touch(flow);
    }

    void remove(Flow<P> flow) {
        Holding<P> holding = holding(flow);
        holding.remove(flow);
        flow.holding = null;
        if (holding.count == share) {
            isLargeNoMore(holding);
        }
        if (holding.count == 0) {
            end(holding);
        }
    }

    /// The flow of a peer that has been silent longest; null if the peer has less than its share.
    @Nullable Flow<P> oldestOfShare(P peer) {
        Holding<P> holding = find(peer);
        return holding == null || holding.count < share ? null : holding.oldest();
    }

    /// The flow that has been silent longest of the peer that exceeds its share most; null if none
    /// does.
    @Nullable Flow<P> oldestOfLargest() {
        Holding<P> largest = null;
        for (int i = 0; i < largeCount; i++) {
            Holding<P> holding = large[i];
            if (holding != null && (largest == null || holding.count > largest.count)) {
                largest = holding;
            }
        }
        return largest == null ? null : largest.oldest();
    }

    private void isLargeNoMore(Holding<P> holding) {
        for (int i = 0; i < largeCount; i++) {
            if (large[i] == holding) {
                large[i] = large[--largeCount];
                large[largeCount] = null;
                return;
            }
        }
    }

    private @Nullable Holding<P> find(P peer) {
        for (Holding<P> at = buckets[bucket(peer)]; at != null; at = at.next) {
            if (peer.equals(at.peer)) {
                return at;
            }
        }
        return null;
    }

    private Holding<P> begin(P peer) {
        if (++peers > buckets.length) {
            grow();
        }
        Holding<P> holding = free;
        if (holding == null) {
            holding = new Holding<>();
        } else {
            free = holding.next;
        }
        holding.peer = peer;
        link(holding, peer);
        return holding;
    }

    private void end(Holding<P> holding) {
        P peer = holding.peer;
        if (peer == null) {
            throw new IllegalStateException("nobody's flow");
        }
        int bucket = bucket(peer);
        Holding<P> before = null;
        for (Holding<P> at = buckets[bucket]; at != holding && at != null; at = at.next) {
            before = at;
        }
        if (before == null) {
            buckets[bucket] = holding.next;
        } else {
            before.next = holding.next;
        }
        holding.peer = null;
        holding.next = free;
        free = holding;
        peers--;
    }

    private void grow() {
        @Nullable Holding<P>[] old = buckets;
        buckets = holdings(2 * old.length);
        for (Holding<P> first : old) {
            Holding<P> holding = first;
            while (holding != null) {
                Holding<P> next = holding.next;
                if (holding.peer != null) {
                    link(holding, holding.peer);
                }
                holding = next;
            }
        }
    }

    private void link(Holding<P> holding, P peer) {
        int bucket = bucket(peer);
        holding.next = buckets[bucket];
        buckets[bucket] = holding;
    }

    private int bucket(P peer) {
        int hash = peer.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & (buckets.length - 1);
    }

    private static <P> Holding<P> holding(Flow<P> flow) {
        Holding<P> holding = flow.holding;
        if (holding == null) {
            throw new IllegalStateException("a flow that is in no table");
        }
        return holding;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static <P> @Nullable Holding<P>[] holdings(int count) {
        return new @Nullable Holding[count];
    }
}
