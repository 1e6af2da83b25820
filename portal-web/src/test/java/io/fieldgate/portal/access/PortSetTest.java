package io.fieldgate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Policy.PortRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PortSetTest {
    @Test
    void rangesThatTouchBecomeOne() {
        assertThat(set(80, 80, 443, 443, 81, 90)).hasToString("80-90, 443");
        assertThat(PortSet.ALL.minus(set(102, 102))).hasToString("0-101, 103-65535");
        assertThat(set(5, 9).minus(PortSet.ALL).isEmpty()).isTrue();
    }

    @Test
    void sumsAndDifferencesAreThoseOfPlainSets() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<PortRange> one = ranges(random);
            List<PortRange> other = ranges(random);
            BitSet sum = bits(one);
            sum.or(bits(other));
            BitSet rest = bits(one);
            rest.andNot(bits(other));
            assertThat(bits(PortSet.of(one).plus(PortSet.of(other)).ranges()))
                    .as("seed %d", seed)
                    .isEqualTo(sum);
            assertThat(bits(PortSet.of(one).minus(PortSet.of(other)).ranges()))
                    .as("seed %d", seed)
                    .isEqualTo(rest);
        }
    }

    private static List<PortRange> ranges(Random random) {
        List<PortRange> ranges = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            int first = random.nextInt(40);
            ranges.add(new PortRange(first, first + random.nextInt(8)));
        }
        return ranges;
    }

    private static BitSet bits(List<PortRange> ranges) {
        BitSet bits = new BitSet();
        ranges.forEach(range -> bits.set(range.first(), range.last() + 1));
        return bits;
    }

    private static PortSet set(int... ends) {
        List<PortRange> ranges = new ArrayList<>();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(new PortRange(ends[i], ends[i + 1]));
        }
        return PortSet.of(ranges);
    }
}
