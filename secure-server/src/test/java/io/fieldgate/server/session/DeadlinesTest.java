package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long IDLE = 7;

    private final Deadlines<Alarm> deadlines = new Deadlines<>();
    private final List<Alarm> called = new ArrayList<>();

    /// Wants one tick, and then no more.
    private static final class Alarm extends Timed {
        private long deadline;

        private Alarm(long deadline) {
            this.deadline = deadline;
        }

        @Override
        long nextDeadline() {
            return deadline;
        }
    }

    private Alarm at(long deadline) {
        Alarm alarm = new Alarm(deadline);
        deadlines.watch(alarm);
        return alarm;
    }

    private List<Alarm> runDue(long now) {
        called.clear();
        deadlines.runDue(
                now,
                alarm -> {
                    alarm.deadline = NEVER;
                    called.add(alarm);
                });
        return called;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 123_456_789_012_345L, -5 * SECOND, Long.MAX_VALUE - SECOND})
    void oneComesUpAtItsTimeAndNotBefore(long start) {
        Alarm alarm = at(start + 3 * SECOND);

        assertThat(deadlines.next(IDLE)).isEqualTo(start + 3 * SECOND);
        assertThat(runDue(start)).isEmpty();
        assertThat(runDue(start + 3 * SECOND - 1)).isEmpty();
        assertThat(runDue(start + 3 * SECOND)).containsExactly(alarm);
        assertThat(runDue(start + 100 * SECOND)).isEmpty();
        assertThat(deadlines.next(IDLE)).isEqualTo(IDLE);
    }

    @Test
    void thoseOfTheSameSlotComeUpEachAtItsOwnTime() {
        Alarm first = at(100 * SECOND + 1);
        Alarm second = at(100 * SECOND + 2);

        assertThat(runDue(100 * SECOND + 1)).containsExactly(first);
        assertThat(deadlines.next(IDLE)).isEqualTo(100 * SECOND + 2);
        assertThat(runDue(100 * SECOND + 2)).containsExactly(second);
    }

    @Test
    void oneThatLiesManyTurnsAheadWaits() {
        Alarm soon = at(SECOND);
        Alarm late = at(3600 * SECOND);

        assertThat(runDue(SECOND)).containsExactly(soon);
        for (long now = 2 * SECOND; now < 3600 * SECOND; now += SECOND) {
            assertThat(runDue(now)).isEmpty();
        }
        assertThat(runDue(3600 * SECOND)).containsExactly(late);
    }

    @Test
    void allComeUpAfterALongSleep() {
        List<Alarm> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(at(i * SECOND));
        }

        assertThat(runDue(1000 * SECOND)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void oneThatMovesEarlierComesUpThen() {
        Alarm alarm = at(60 * SECOND);
        Alarm other = at(5 * SECOND);

        alarm.deadline = 2 * SECOND;

        assertThat(deadlines.watch(alarm)).isTrue();
        assertThat(deadlines.next(IDLE)).isEqualTo(2 * SECOND);
        assertThat(runDue(2 * SECOND)).containsExactly(alarm);
        assertThat(runDue(5 * SECOND)).containsExactly(other);
        assertThat(runDue(60 * SECOND)).isEmpty();
    }

    @Test
    void oneThatIsNotTheFirstSaysSo() {
        at(5 * SECOND);

        assertThat(deadlines.watch(new Alarm(6 * SECOND))).isFalse();
        assertThat(deadlines.watch(new Alarm(4 * SECOND))).isTrue();
    }

    @Test
    void oneThatMovesLaterComesUpThen() {
        Alarm alarm = at(SECOND);
        alarm.deadline = 30 * SECOND;
        deadlines.watch(alarm);

        assertThat(runDue(SECOND)).isEmpty();
        assertThat(runDue(30 * SECOND - 1)).isEmpty();
        assertThat(runDue(30 * SECOND)).containsExactly(alarm);
    }

    @Test
    void oneThatWantsNoMoreOrIsForgottenNeverComesUp() {
        Alarm content = at(SECOND);
        Alarm gone = at(SECOND + 1);
        Alarm stays = at(SECOND + 2);

        content.deadline = NEVER;
        deadlines.watch(content);
        Deadlines.forget(gone);
        Deadlines.forget(gone);

        assertThat(runDue(2 * SECOND)).containsExactly(stays);
        assertThat(deadlines.next(IDLE)).isEqualTo(IDLE);
    }

    @Test
    void oneThatIsDueAgainAtOnceLetsOthersGoFirst() {
        Alarm greedy = at(SECOND);
        int[] ticks = {0};

        deadlines.runDue(SECOND, _ -> ticks[0]++);
        deadlines.runDue(SECOND, _ -> ticks[0]++);
        assertThat(ticks[0]).isEqualTo(1);
        assertThat(deadlines.next(IDLE)).isEqualTo(SECOND + MILLI);

        deadlines.runDue(SECOND + MILLI, _ -> ticks[0]++);
        assertThat(ticks[0]).isEqualTo(2);
        Deadlines.forget(greedy);
    }

    @Test
    void oneMayForgetAnotherAndMoveToAnotherWheelInItsTick() {
        Deadlines<Alarm> elsewhere = new Deadlines<>();
        Alarm one = at(SECOND);
        Alarm two = at(SECOND);
        List<Alarm> seen = new ArrayList<>();

        deadlines.runDue(
                SECOND,
                alarm -> {
                    seen.add(alarm);
                    Deadlines.forget(alarm == one ? two : one);
                    alarm.deadline = 2 * SECOND;
                    elsewhere.watch(alarm);
                });

        assertThat(seen).hasSize(1);
        assertThat(deadlines.next(IDLE)).isEqualTo(IDLE);
        assertThat(elsewhere.next(IDLE)).isEqualTo(2 * SECOND);
    }

    @Test
    void doesWhatASimpleListDoes() {
        Random random = new Random(7);
        long now = random.nextLong() >> 2;
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            alarms.add(new Alarm(NEVER));
        }
        for (int step = 0; step < 50_000; step++) {
            Alarm alarm = alarms.get(random.nextInt(alarms.size()));
            alarm.deadline = now + (random.nextLong() >>> (26 + random.nextInt(36)));
            deadlines.watch(alarm);
            now += random.nextLong() >>> (32 + random.nextInt(30));
            long until = now;
            List<Alarm> expected =
                    alarms.stream()
                            .filter(a -> a.deadline != NEVER && a.deadline <= until)
                            .toList();

            assertThat(runDue(now)).containsExactlyInAnyOrderElementsOf(expected);

            long earliest = alarms.stream().mapToLong(a -> a.deadline).min().orElseThrow();
            assertThat(deadlines.next(NEVER)).isGreaterThan(now).isLessThanOrEqualTo(earliest);
        }
    }
}
