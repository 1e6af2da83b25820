package io.fieldgate.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND = 1_000_000_000L;

    private final FlowTable<String> table = new FlowTable<>(8, 42);

    @Test
    void aFlowIsFoundFromBothSides() {
        Flow<String> flow = open(table, 0, "client", 1, "node", 2, Idle.TCP);
        assertThat(table.find(1, key("client", 1))).isSameAs(flow.opener());
        assertThat(table.find(1, key("node", 2))).isSameAs(flow.responder());
        assertThat(flow.responder().other().isOpener()).isTrue();
        assertThat(table.find(1, key("other", 1))).isNull();
        assertThat(table.find(1, key("client", 2))).isNull();
    }

    @Test
    void aSilentFlowIsForgottenAfterItsTime() {
        table.open(0, key("client", 1), key("node", 1), Idle.ICMP);
        assertThat(table.find(30 * SECOND, key("client", 1))).isNotNull();
        assertThat(table.find(30 * SECOND + 1, key("node", 1))).isNull();
        assertThat(table.size()).isZero();
        Flow<String> tcp = open(table, 0, "client", 2, "node", 2, Idle.TCP);
        table.touch(SECOND, tcp, Idle.TCP_CLOSING);
        assertThat(table.find(61 * SECOND, key("client", 2))).isNotNull();
        assertThat(table.find(61 * SECOND + 1, key("client", 2))).isNull();
    }

    @Test
    void whenItIsFullTheFlowThatIsSilentLongestGoes() {
        for (int i = 0; i < 8; i++) {
            Idle idle = i % 2 == 0 ? Idle.TCP : Idle.DATAGRAM;
            open(table, i * SECOND, "client " + i, i, "node", i, idle);
        }
        Leg<String> first = Objects.requireNonNull(table.find(8 * SECOND, key("client 0", 0)));
        table.touch(9 * SECOND, first.flow(), Idle.TCP);
        open(table, 10 * SECOND, "another client", 100, "node", 100, Idle.TCP);
        assertThat(table.size()).isEqualTo(8);
        assertThat(table.find(11 * SECOND, key("client 0", 0))).isNotNull();
        assertThat(table.find(11 * SECOND, key("client 1", 1))).isNull();
        assertThat(table.find(11 * SECOND, key("node", 1))).isNull();
    }

    @Test
    void aNewFlowEndsThoseThatHadItsKeys() {
        table.open(0, key("client", 1), key("node", 1), Idle.TCP);
        table.open(0, key("client", 2), key("node", 2), Idle.TCP);
        table.open(1, key("client", 1), key("node", 2), Idle.TCP);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.find(1, key("client", 2))).isNull();
        assertThat(table.find(1, key("node", 1))).isNull();
    }

    @Test
    void itDoesWhatAPlainMapDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        FlowTable<String> big = new FlowTable<>(1000, random.nextLong());
        Map<Integer, Integer> byClient = new HashMap<>();
        LinkedHashMap<Integer, Integer> byNode = new LinkedHashMap<>();
        for (int step = 0; step < 100_000; step++) {
            // Slow enough for one peer to have all of it.
            long i = step * 10_000_000L;
            int client = random.nextInt(3000);
            int node = random.nextInt(3000);
            Leg<String> found = big.find(i, key("client", client));
            Integer expected = byClient.get(client);
            assertThat(found == null ? null : found.flow().responder().sourcePort())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(expected);
            if (random.nextInt(3) == 0 && found != null) {
                byNode.remove(expected);
                byNode.put(expected, client);
                big.touch(i, found.flow(), Idle.TCP);
            } else if (random.nextBoolean()) {
                big.open(i, key("client", client), key("node", node), Idle.TCP);
                Integer oldNode = byClient.remove(client);
                if (oldNode != null) {
                    byNode.remove(oldNode);
                }
                Integer oldClient = byNode.remove(node);
                if (oldClient != null) {
                    byClient.remove(oldClient);
                }
                if (byNode.size() == 1000) {
                    Map.Entry<Integer, Integer> oldest = byNode.firstEntry();
                    byNode.remove(oldest.getKey());
                    byClient.remove(oldest.getValue());
                }
                byClient.put(client, node);
                byNode.put(node, client);
            }
        }
        assertThat(big.size()).isEqualTo(byNode.size());
    }

    private static Flow<String> open(
            FlowTable<String> into,
            long now,
            String opener,
            int port,
            String responder,
            int theirPort,
            Idle idle) {
        return Objects.requireNonNull(
                into.open(now, key(opener, port), key(responder, theirPort), idle));
    }

    private static FlowKey<String> key(String peer, int port) {
        return new FlowKey<String>().of(peer, false, 6, port, 502).from(0, 1).to(0, 2);
    }
}
