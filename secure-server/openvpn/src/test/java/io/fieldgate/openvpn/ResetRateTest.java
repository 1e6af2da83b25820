package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResetRateTest {
    private static final long SECOND = 1_000_000_000L;

    /// Just before the clock's sign changes.
    private long now = Long.MAX_VALUE - 2 * SECOND;

    private final ResetRate rate = new ResetRate(100, 10 * SECOND);

    @Test
    void asManyAsAllowedAreAnsweredAtOnceAndNoMore() {
        assertThat(taken(1000)).isEqualTo(100);
    }

    @Test
    void aClockBelowZeroBeginsFullToo() {
        now = -SECOND;
        assertThat(taken(1000)).isEqualTo(100);
    }

    @Test
    void theRestComesBackEvenly() {
        taken(1000);
        now += SECOND;
        assertThat(taken(1000)).isEqualTo(10);
        now += 100 * SECOND;
        assertThat(taken(1000)).isEqualTo(100);
    }

    @Test
    void aSteadyStreamGetsTheRate() {
        int answered = 0;
        for (int i = 0; i < 100_000; i++) {
            now += SECOND / 1000;
            answered += taken(1);
        }
        assertThat(answered).isBetween(1000, 1110);
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.take(now) ? 1 : 0;
        }
        return taken;
    }
}
