package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StateSignalsTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final StateSignals signals = new StateSignals();
    private final UUID server = UUID.randomUUID();

    @Test
    void aWakeUpBetweenSubscribingAndWaitingIsNotLost() throws InterruptedException {
        try (var poll = signals.subscribe(server)) {
            signals.wake(server);
            assertThat(poll.await(LONG)).isTrue();
            assertThat(poll.await(SHORT)).isFalse();
        }
    }

    @Test
    void aWaitingPollWakesFromAnotherThread() throws InterruptedException {
        try (var poll = signals.subscribe(server)) {
            Thread.ofVirtual().start(() -> signals.wake(server));
            assertThat(poll.await(LONG)).isTrue();
        }
    }

    @Test
    void anotherSecureServersChangeWakesNobodyHere() throws InterruptedException {
        try (var poll = signals.subscribe(server)) {
            signals.wake(UUID.randomUUID());
            assertThat(poll.await(SHORT)).isFalse();
        }
    }

    @Test
    void theOldestPollIsSentHomeWhenTooManyWait() throws InterruptedException {
        List<StateSignals.Subscription> polls = new ArrayList<>();
        for (int i = 0; i <= StateSignals.MAX_WAITING_PER_SERVER; i++) {
            polls.add(signals.subscribe(server));
        }
        assertThat(polls.getFirst().await(LONG)).isFalse();
        signals.wake(server);
        for (var poll : polls.subList(1, polls.size())) {
            assertThat(poll.await(LONG)).isTrue();
        }
        polls.forEach(StateSignals.Subscription::close);
        assertThat(signals.awaited()).isEmpty();
    }
}
