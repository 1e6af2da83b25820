package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which messages are acknowledged, against a plain model of the same.
class AcknowledgementsTest {
    private static final int STEPS = 20_000;

    /// Newest first.
    private final List<Integer> recent = new ArrayList<>();

    private final Set<Integer> pending = new HashSet<>();

    @Test
    void theyAreThoseOfAPlainList() {
        long seed = Long.getLong("fieldgate.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Acknowledgements acknowledgements = new Acknowledgements();
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(5) < 3) {
                int id = random.nextInt(14);
                acknowledgements.add(id);
                add(id);
            } else {
                int limit = 1 + random.nextInt(Acknowledgements.ALONE);
                List<Integer> taken = new ArrayList<>();
                for (int id : acknowledgements.take(limit)) {
                    taken.add(id);
                }
                assertThat(taken).as("seed %d, step %d", seed, i).isEqualTo(take(limit));
            }
            assertThat(acknowledgements.isPending())
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(!pending.isEmpty());
        }
    }

    private void add(Integer id) {
        recent.removeIf(id::equals);
        recent.addFirst(id);
        pending.add(id);
        if (recent.size() > Acknowledgements.ALONE) {
            pending.remove(recent.removeLast());
        }
    }

    /// The oldest that are pending, and behind them what was acknowledged before.
    private List<Integer> take(int limit) {
        int from = Math.max(0, pending.size() - limit);
        List<Integer> taken =
                new ArrayList<>(recent.subList(from, Math.min(recent.size(), from + limit)));
        pending.removeAll(new HashSet<>(taken));
        return taken;
    }
}
