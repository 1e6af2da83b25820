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
    private final BitSet seen = new BitSet();
    private long sent;
    private int highest = -1;
    private long received;
    private long duplicated;
    private long reordered;
    private long damaged;

    Flow(Tunnel from, Tunnel to, int run, int number, int length, Latencies latencies) {
        this.from = from;
        this.run = run;
        this.number = number;
        this.latencies = latencies;
        template = TestPacket.ofFlow(length, from.address(), to.address(), run, number);
        to.deliverTo(this::arrived);
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
                || !TestPacket.isIntact(packet, template)) {
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
