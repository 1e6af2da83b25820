package io.fieldgate.openvpn.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SEQUENCES = 1_000_000;

    private final ReplayWindow window = new ReplayWindow(ReplayWindow.STOCK);

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "62,true", "63,true", "64,false", "65,false"})
    void anUnseenIdIsAcceptedUpToSixtyThreeBehindTheNewest(int behind, boolean accepted) {
        window.accept(0, 1000);

        assertThat(window.mayAccept(1000 - behind)).isEqualTo(accepted);
        assertThat(window.accept(0, 1000 - behind)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
    void aSeenIdIsNeverAcceptedAgain(int later) {
        assertThat(window.accept(0, 500)).isTrue();
        window.accept(0, 500 + later);

        assertThat(window.accept(0, 500)).isFalse();
    }

    @Test
    void zeroIsNeverAccepted() {
        assertThat(window.mayAccept(0)).isFalse();
        assertThat(window.accept(0, 0)).isFalse();
        window.accept(0, 5);
        assertThat(window.accept(0, 0)).isFalse();
    }

    @Test
    void askingChangesNothing() {
        assertThat(window.mayAccept(9)).isTrue();
        assertThat(window.mayAccept(9)).isTrue();
        assertThat(window.accept(0, 9)).isTrue();
        assertThat(window.mayAccept(9)).isFalse();
        assertThat(window.newest()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7fff_ffffL, 0xffff_fffeL, 0xffff_ffffL, 0xffff_ffff_fffeL})
    void idsNearTheirLimitsAreNumbersLikeOthers(long id) {
        assertThat(window.accept(0, id - 1)).isTrue();
        assertThat(window.accept(0, id + 1)).isTrue();
        assertThat(window.accept(0, id)).isTrue();
        assertThat(window.accept(0, id)).isFalse();
        assertThat(window.accept(0, id - 62)).isTrue();
        assertThat(window.accept(0, id - 63)).isFalse();
        assertThat(window.accept(0, 1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,true", "4,true", "14,true", "15,true", "16,false", "17,false", "1000,false"})
    void whatWasOvertakenMoreThanFifteenSecondsAgoIsTooOld(int seconds, boolean accepted) {
        window.accept(0, 10);

        assertThat(window.accept(seconds * SECOND + SECOND / 2, 9)).isEqualTo(accepted);
    }

    @Test
    void theAgeIsLookedAtEveryFiveSecondsOnly() {
        window.accept(0, 10);
        window.accept(12 * SECOND, 20);

        assertThat(window.accept(16 * SECOND, 9)).isTrue();
        assertThat(window.accept(17 * SECOND, 8)).isFalse();
        assertThat(window.accept(17 * SECOND, 19)).isTrue();
    }

    @Test
    void aGapIsOpenAsLongAsNothingNewerIsTooOld() {
        window.accept(0, 10);
        window.accept(8 * SECOND, 12);

        assertThat(window.accept(20 * SECOND, 9)).isFalse();
        assertThat(window.accept(20 * SECOND, 11)).isTrue();
        assertThat(window.accept(40 * SECOND, 13)).isTrue();
    }

    @Test
    void withoutALimitInTimeOnlyTheNumberCounts() {
        ReplayWindow patient = new ReplayWindow(new ReplayWindow.Size(64, 0));
        patient.accept(0, 64);

        assertThat(patient.accept(1_000_000 * SECOND, 1)).isTrue();
    }

    @Test
    void theClockMayStartAnywhereAndWrap() {
        long start = Long.MAX_VALUE - 3 * SECOND;
        window.accept(start, 10);

        assertThat(window.accept(start + 6 * SECOND, 9)).isTrue();
        assertThat(window.accept(start + 16 * SECOND, 8)).isFalse();
    }

    @Test
    void afterARestartIdsBeginAgain() {
        window.accept(0, 50);
        window.restart();

        assertThat(window.newest()).isZero();
        assertThat(window.accept(0, 1)).isTrue();
        assertThat(window.accept(0, 50)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,15", "-1,15", "65537,15", "64,-1", "64,601"})
    void impossibleSizesAreRefused(int packets, int seconds) {
        assertThatThrownBy(() -> new ReplayWindow.Size(packets, seconds))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itAgreesWithANaiveModel() {
        Random random = new Mutations("ReplayWindowTest").random();
        int[] sizes = {1, 2, 63, 64, 65, 128, 1024};
        long[] starts = {1, 0xffff_ff00L, (1L << 48) - 500};
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            int size = sizes[random.nextInt(sequence % 100 == 0 ? sizes.length : 5)];
            ReplayWindow.Size limits = new ReplayWindow.Size(size, random.nextInt(4) * 5);
            ReplayWindow real = new ReplayWindow(limits);
            Naive naive = new Naive(limits);
            long near = starts[random.nextInt(starts.length)];
            long now = random.nextLong(SECOND);
            for (int i = 0; i < 12; i++) {
                near += random.nextInt(4) == 0 ? random.nextInt(2 * size + 2) : random.nextInt(3);
                now += random.nextInt(3) == 0 ? random.nextLong(9 * SECOND) : random.nextInt(9);
                long behind = random.nextBoolean() ? random.nextInt(size + 3) : 0;
                long id = Math.max(0, near - behind);

                boolean accepted = naive.accept(now, id);
                boolean expected = real.mayAccept(id) || !accepted;
                assertAgreement(sequence, expected && real.accept(now, id) == accepted);
            }
        }
    }

    private static void assertAgreement(int sequence, boolean agree) {
        if (!agree) {
            throw new AssertionError("window and model differ in sequence " + sequence);
        }
    }

    /// Remembers everything.
    private static final class Naive {
        private final Map<Long, Long> accepted = new HashMap<>();
        private final ReplayWindow.Size size;
        private long newest;
        private long expired;
        private long first = -1;
        private long looked;

        Naive(ReplayWindow.Size size) {
            this.size = size;
        }

        boolean accept(long now, long id) {
            first = first < 0 ? now : first;
            long second = (now - first) / SECOND;
            if (second >= looked + 5) {
                looked = second;
                accepted.forEach((seen, at) -> {
                    if (size.seconds() > 0 && at + size.seconds() < second) {
                        expired = Math.max(expired, seen);
                    }
                });
            }
            if (id == 0 || id <= newest - size.packets() || id <= expired) {
                return false;
            }
            newest = Math.max(newest, id);
            return accepted.putIfAbsent(id, second) == null;
        }
    }
}
