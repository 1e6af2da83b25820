package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.FailureCounters;
import io.fieldgate.portal.shared.Networks;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Slows down those who try activation codes, by the network that they dial from.
@Component
class EnrolmentThrottle {
    /// Wrong codes that cost nothing.
    static final int FREE = 20;

    private final FailureCounters counters;

    EnrolmentThrottle(Clock clock) {
        this.counters = new FailureCounters(clock);
    }

    /// Refuses whoever has to wait.
    void check(String address) {
        Duration wait = counters.wait(Networks.of(address), FREE);
        if (wait.isPositive()) {
            throw FleetRefusals.tooManyCodes(wait);
        }
    }

    void failed(String address) {
        counters.failed(Networks.of(address));
    }
}
