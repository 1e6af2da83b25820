package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.testing.PortalTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PortalTest
class RevisionListenerTest {
    @Autowired private FleetForTests fleet;
    @Autowired private StateSignals signals;

    @Test
    void aWaitingPollWakesWhenARevisionRose() throws InterruptedException {
        UUID server = fleet.server().id();
        try (var poll = signals.subscribe(server)) {
            fleet.client(server, "Warm up");
            assertThat(poll.await(Duration.ofSeconds(10))).isTrue();
            long slowest = 0;
            for (int i = 0; i < 5; i++) {
                drain(poll);
                fleet.client(server, "Laptop " + i);
                long committed = System.nanoTime();
                assertThat(poll.await(Duration.ofSeconds(10))).isTrue();
                slowest = Math.max(slowest, System.nanoTime() - committed);
            }
            System.out.println("slowest wake-up after the commit: " + slowest / 1_000 + " us");
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofMillis(500));
        }
    }

    private static void drain(StateSignals.Subscription poll) throws InterruptedException {
        while (poll.await(Duration.ofMillis(100))) {
            // a wake-up of the step before
        }
    }
}
