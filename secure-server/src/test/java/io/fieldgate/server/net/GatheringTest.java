package io.fieldgate.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final long MICRO = 1_000;

    private final Gathering gathering = new Gathering();
    private long now;

    /// Turns that each sleep, then find datagrams, then work on them, for 20 ms or until it changes
    /// its mind.
    private void turns(long asleep, int found, long work) {
        boolean before = gathering.isOn();
        for (long end = now + 20_000 * MICRO; now < end && gathering.isOn() == before; ) {
            turn(asleep, found, work);
        }
    }

    private void turn(long asleep, int found, long work) {
        now += asleep + work;
        gathering.slept(asleep);
        gathering.looked(now, found);
    }

    @Test
    void nothingIsDelayedAtRest() {
        turns(1_000_000 * MICRO, 1, 10 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void nothingIsDelayedWhileThereIsTimeToSleep() {
        turns(20 * MICRO, 1, 10 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void aBurstAndALongRestAreNotGathered() {
        for (int packet = 0; packet < 44; packet++) {
            turn(2 * MICRO, 1, 7 * MICRO);
        }
        turn(3_500 * MICRO, 1, 7 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void sleepsThatCostMoreThanTheySaveAreNone() {
        turns(10 * MICRO, 1, 15 * MICRO);

        assertThat(gathering.isOn()).isTrue();
    }

    @Test
    void oneAfterTheOtherWithoutSleepIsGathered() {
        turns(1 * MICRO, 1, 12 * MICRO);

        assertThat(gathering.isOn()).isTrue();
    }

    @Test
    void burstsAreGatheredAlthoughThereIsTimeBetweenThem() {
        for (int i = 0; i < 10 && !gathering.isOn(); i++) {
            for (int packet = 0; packet < 50; packet++) {
                turn(3 * MICRO, 1, 7 * MICRO);
            }
            turn(500 * MICRO, 1, 7 * MICRO);
        }

        assertThat(gathering.isOn()).isTrue();
    }

    @Test
    void manyAtOnceNeedNoGathering() {
        turns(0, 32, 100 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void whoIsBusyWithOtherThingsDoesNotGather() {
        turns(0, 1, 100 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void goesOnWhileAPauseBringsMuch() {
        turns(0, 1, 12 * MICRO);
        turns(70 * MICRO, 8, 80 * MICRO);

        assertThat(gathering.isOn()).isTrue();
    }

    @Test
    void endsWithTheFirstSlowTurn() {
        turns(0, 1, 12 * MICRO);
        turn(50_000 * MICRO, 4, 10 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void looksNowAndThenWhetherPausesAreNeeded() {
        turns(0, 1, 12 * MICRO);
        long begun = now;
        for (int i = 0; i < 10 && gathering.isOn(); i++) {
            turns(70 * MICRO, 8, 80 * MICRO);
        }

        assertThat(gathering.isOn()).isFalse();
        assertThat(now - begun).isBetween(30_000 * MICRO, 35_000 * MICRO);

        turns(0, 1, 12 * MICRO);
        assertThat(gathering.isOn()).isTrue();
    }

    @Test
    void endsWhenAPauseBringsLittle() {
        turns(0, 1, 12 * MICRO);
        turns(80 * MICRO, 2, 20 * MICRO);

        assertThat(gathering.isOn()).isFalse();
    }

    @Test
    void endsWhenNothingComes() {
        turns(0, 1, 12 * MICRO);
        turns(1_000_000 * MICRO, 0, 0);

        assertThat(gathering.isOn()).isFalse();
    }
}
