package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.FailureCounters;
import io.fieldgate.portal.shared.Networks;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Slows down those who guess passwords, without locking out the one who knows it.
///
/// Counted are failures per account and network together, per network, and per account, with more
/// and more patience. The first makes a guesser wait; since it is bound to where he dials from, the
/// account's owner elsewhere does not notice. Safe for use by many threads; memory is bounded.
@Component
class SignInThrottle {
    /// Free failures, then the wait doubles with each.
    static final int FREE_FOR_PAIR = 5;

    static final int FREE_FOR_NETWORK = 20;
    static final int FREE_FOR_ACCOUNT = 200;

    private final FailureCounters counters;

    SignInThrottle(Clock clock) {
        this.counters = new FailureCounters(clock);
    }

    /// How long to wait until the next attempt counts; zero if it may be made now.
    Duration wait(String account, String address) {
        String network = Networks.of(address);
        Duration pair = counters.wait("p " + network + " " + account, FREE_FOR_PAIR);
        Duration net = counters.wait("n " + network, FREE_FOR_NETWORK);
        Duration acc = counters.wait("a " + account, FREE_FOR_ACCOUNT);
        Duration longer = pair.compareTo(net) > 0 ? pair : net;
        return longer.compareTo(acc) > 0 ? longer : acc;
    }

    void failed(String account, String address) {
        String network = Networks.of(address);
        counters.failed("p " + network + " " + account);
        counters.failed("n " + network);
        counters.failed("a " + account);
    }

    void succeeded(String account, String address) {
        counters.forget("p " + Networks.of(address) + " " + account);
    }
}
