package io.fieldgate.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whose flows make room when the table is full.
class FlowSharesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LIMIT = 64;
    private static final int SHARE = LIMIT / Holdings.SHARES;

    private final FlowTable<String> table = new FlowTable<>(LIMIT, 42);
    private long now;

    @Test
    void aPeerThatOpensFlowsWithoutEndPushesOutItsOwn() {
        for (int port = 0; port < SHARE; port++) {
            open("victim", port);
        }
        for (int port = 0; port < 1000; port++) {
            now += SECOND / 4;
            open("hostile", port);
        }
        assertThat(table.size()).isEqualTo(LIMIT);
        for (int port = 0; port < SHARE; port++) {
            assertThat(isThere("victim", port)).as("quiet flow %d", port).isTrue();
        }
        assertThat(isThere("hostile", 999)).isTrue();
        assertThat(isThere("hostile", 0)).isFalse();
    }

    @Test
    void whatOthersOpenPushesOutFlowsOfThePeerThatHasMost() {
        for (int port = 0; port < 4; port++) {
            open("victim", port);
        }
        now += SECOND;
        for (int port = 0; port < 40; port++) {
            open("hostile", port);
        }
        for (int port = 0; port < 20; port++) {
            open("busy", port);
        }
        now += SECOND;
        for (int port = 0; port < SHARE; port++) {
            open("newcomer", port);
        }
        for (int port = 0; port < 4; port++) {
            assertThat(isThere("victim", port)).as("the longest silent, %d", port).isTrue();
        }
        for (int port = 0; port < 20; port++) {
            assertThat(isThere("busy", port)).as("not the largest, %d", port).isTrue();
        }
        assertThat(isThere("hostile", SHARE - 1)).isFalse();
        assertThat(isThere("hostile", SHARE)).isTrue();
    }

    @Test
    void whoOpensItsShareOfAFullTableWithinASecondWaits() {
        for (int port = 0; port < LIMIT; port++) {
            open("hostile", port);
        }
        now += FlowTable.BUSY_NANOS - 1;
        assertThat(tryOpen("hostile", 1000)).isFalse();
        assertThat(isThere("hostile", 0)).isTrue();
        assertThat(tryOpen("other", 0)).as("others do not wait").isTrue();
        now++;
        assertThat(tryOpen("hostile", 1000)).isTrue();
    }

    @Test
    void aTableThatIsNotFullKnowsNoShares() {
        for (int port = 0; port < LIMIT; port++) {
            open("only one", port);
        }
        for (int port = 0; port < LIMIT; port++) {
            assertThat(isThere("only one", port)).isTrue();
        }
    }

    @Test
    void noPeerWithinItsShareLosesAFlowWhileAnotherExceedsIts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, List<Integer>> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(200) * 1_000_000L;
            String peer = "peer " + (int) Math.abs(random.nextGaussian() * 4);
            boolean exceeded = model.values().stream().anyMatch(ports -> ports.size() > SHARE);
            int had = model.getOrDefault(peer, List.of()).size();
            if (!tryOpen(peer, step)) {
                assertThat(had)
                        .as("refused; seed %d, step %d", seed, step)
                        .isGreaterThanOrEqualTo(SHARE);
                continue;
            }
            model.computeIfAbsent(peer, _ -> new ArrayList<>()).add(step);
            for (Map.Entry<String, List<Integer>> other : model.entrySet()) {
                int before = other.getValue().size();
                other.getValue().removeIf(port -> !isThere(other.getKey(), port));
                if (!other.getKey().equals(peer) && other.getValue().size() < before && exceeded) {
                    assertThat(before).as("seed %d, step %d", seed, step).isGreaterThan(SHARE);
                }
            }
            model.values().removeIf(List::isEmpty);
            int known = model.values().stream().mapToInt(List::size).sum();
            assertThat(table.size()).as("seed %d, step %d", seed, step).isEqualTo(known);
        }
    }

    @Test
    void inTheLongRunNothingIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<FlowKey<String>> keys = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            keys.add(key("peer " + i % 100, i));
        }
        FlowKey<String> responder = key("node", 0);
        churn(keys, responder, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        churn(keys, responder, 50_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("octets for 50,000 flows").isLessThan(20_000);
    }

    private void churn(List<FlowKey<String>> keys, FlowKey<String> responder, int flows) {
        for (int i = 0; i < flows; i++) {
            now += SECOND;
            responder.of("node", false, 6, 502, i & 0xffff);
            Flow<String> flow = table.open(now, keys.get(i % keys.size()), responder, Idle.TCP);
            if (flow != null && i % 3 == 0) {
                table.touch(now, flow, Idle.TCP_CLOSING);
            }
        }
    }

    private void open(String peer, int port) {
        Objects.requireNonNull(table.open(now, key(peer, port), node(peer, port), Idle.TCP));
    }

    private boolean tryOpen(String peer, int port) {
        return table.open(now, key(peer, port), node(peer, port), Idle.TCP) != null;
    }

    private boolean isThere(String peer, int port) {
        return table.find(now, key(peer, port)) != null;
    }

    private static FlowKey<String> node(String peer, int port) {
        return new FlowKey<String>()
                .of("node", false, 6, 502, port)
                .from(0, 2)
                .to(0, address(peer));
    }

    private static FlowKey<String> key(String peer, int port) {
        return new FlowKey<String>().of(peer, false, 6, port, 502).from(0, address(peer)).to(0, 2);
    }

    private static long address(String peer) {
        return Integer.toUnsignedLong(peer.hashCode());
    }
}
