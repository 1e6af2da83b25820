package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.FailureCounters;
import io.fieldgate.portal.shared.Networks;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Slows down those who try personal links, by the network that they dial from. A secret of 256
/// bits is not guessed anyway: this keeps the noise small.
@Component
class PickThrottle {
    /// Wrong links that cost nothing.
    static final int FREE = 20;

    private final FailureCounters counters;

    PickThrottle(Clock clock) {
        this.counters = new FailureCounters(clock);
    }

    /// Refuses whoever has to wait.
    void check(String address) {
        Duration wait = counters.wait(Networks.of(address), FREE);
        if (wait.isPositive()) {
            throw FleetRefusals.tooManyLinks(wait);
        }
    }

    void failed(String address) {
        counters.failed(Networks.of(address));
    }
}
