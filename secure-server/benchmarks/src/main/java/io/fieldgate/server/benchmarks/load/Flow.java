package io.fieldgate.server.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.BitSet;

/// Numbered packets from one tunnel to another, and what became of them.
final class Flow {
    private final Tunnel from;
    private final Latencies latencies;
    private final int run;
    private final int number;
    private final ByteBuffer template;
    private final ByteBuffer arriving;
    private final BitSet seen = new BitSet();
    private long sent;
    private int highest = -1;
    private long received;
    private long duplicated;
    private long reordered;
    private long damaged;

    /// @param target of its packets
    Flow(
            Tunnel from,
            Tunnel to,
            Target target,
            int run,
            int number,
            int length,
            Latencies latencies) {
        this.from = from;
        this.run = run;
        this.number = number;
        this.latencies = latencies;
        template = TestPacket.ofFlow(length, from.address(), target.sentTo(), run, number);
        arriving = TestPacket.ofFlow(length, from.address(), target.arrivesAt(), run, number);
        to.deliverTo(this::arrived);
    }

    /// The address that packets are sent to, and the one that stands in them when they arrive.
    record Target(int sentTo, int arrivesAt) {
        /// The peer itself.
        static Target of(Tunnel to) {
            return new Target(to.address(), to.address());
        }

        /// A device behind a node whose network has unique addresses ([MappedSites]).
        static Target behind(int node) {
            return new Target(MappedSites.unique(node), MappedSites.device());
        }
    }

    /// Sends the next packet by itself.
    void send(long now) {
        TestPacket.number(template, sent++, now);
        from.send(now, template.clear());
    }

    /// Sends the next packets together.
    void send(long now, int count) {
        for (int i = 0; i < count; i++) {
            TestPacket.number(template, sent++, now);
            from.append(now, template.clear());
        }
        from.wire().flush();
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    long duplicated() {
        return duplicated;
    }

    /// Packets that came after a later one.
    long reordered() {
        return reordered;
    }

    long damaged() {
        return damaged;
    }

    private void arrived(ByteBuffer packet) {
        // The kernel beside the stock server says things of its own; others are late, from the run
        // before. One of ours that looks like these is missed and counted as lost.
        if (!TestPacket.isOne(packet) || TestPacket.run(packet) != run) {
            return;
        }
        long sequence = TestPacket.sequence(packet);
        if (TestPacket.flow(packet) != number
                || sequence < 0
                || sequence >= sent
                || !TestPacket.isIntact(packet, arriving)) {
            damaged++;
            return;
        }
        int place = (int) sequence;
        if (seen.get(place)) {
            duplicated++;
            return;
        }
        seen.set(place);
        received++;
        latencies.add(System.nanoTime() - TestPacket.sentNanos(packet));
        if (place < highest) {
            reordered++;
        } else {
            highest = place;
        }
    }
}
