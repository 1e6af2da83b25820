package io.fieldgate.server.session;

import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// What a lane gets from the others, and what it gives them. Each pair of lanes has a ring for each
/// direction; what does not fit is counted and gone. Owned by the lane's worker.
final class Handovers {
    /// So many packets from another lane, then others get their turn.
    private static final int MOST_AT_ONCE = 256;

    private final int index;
    private final DropCounters drops;
    private final IntFunction<Handovers> others;
    private final Handover[] from;
    private final boolean[] toBeWoken;

    /// @param index of the lane
    /// @param count of all lanes
    /// @param others those of each lane
    Handovers(int index, int count, DropCounters drops, IntFunction<Handovers> others) {
        this.index = index;
        this.drops = drops;
        this.others = others;
        this.from = new Handover[count];
        for (int i = 0; i < count; i++) {
            from[i] = new Handover();
        }
        this.toBeWoken = new boolean[count];
    }

    /// Gives a lane a datagram.
    void give(int lane, DatagramSender port, InetSocketAddress sender, ByteBuffer packet) {
        given(lane, others.apply(lane).from[index].offer(port, sender, packet));
    }

    /// Gives a lane a packet of a peer, or to it.
    void give(int lane, Handover.Task task, PeerSlot peer, ByteBuffer packet) {
        given(lane, others.apply(lane).from[index].offer(task, peer, packet));
    }

    private void given(int lane, boolean taken) {
        if (taken) {
            toBeWoken[lane] = true;
        } else {
            drops.count(DropReason.WORKER_BUSY);
        }
    }

    /// Wakes those that got something since the last call.
    ///
    /// @param wake wakes a lane's worker
    void wake(IntConsumer wake) {
        for (int lane = 0; lane < toBeWoken.length; lane++) {
            if (toBeWoken[lane]) {
                toBeWoken[lane] = false;
                wake.accept(lane);
            }
        }
    }

    /// Whether nothing waits to be taken.
    boolean isEmpty() {
        for (Handover each : from) {
            if (!each.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Takes what others gave.
    ///
    /// @return whether there may be more
    boolean take(Consumer<Handover.Place> work) {
        boolean more = false;
        for (Handover each : from) {
            int left = MOST_AT_ONCE;
            for (Handover.Place place = each.peek();
                    place != null && left > 0;
                    place = each.peek()) {
                work.accept(place);
                each.done();
                left--;
            }
            more |= left == 0;
        }
        return more;
    }
}
