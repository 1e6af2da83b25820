package io.fieldgate.portal.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Slows down those who guess passwords, without locking out the one who knows it.
///
/// Counted are failures per account and network together, per network, and per account, with more
/// and more patience. The first makes a guesser wait; since it is bound to where he dials from, the
/// account's owner elsewhere does not notice. Safe for use by many threads; memory is bounded: the
/// counter that was not used for the longest time goes.
@Component
class SignInThrottle {
    /// Counters that are kept.
    static final int MAX_COUNTERS = 20_000;

    /// Free failures, then the wait doubles with each.
    static final int FREE_FOR_PAIR = 5;

    static final int FREE_FOR_NETWORK = 20;
    static final int FREE_FOR_ACCOUNT = 200;

    static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /// Failures are forgotten after this time without one.
    static final Duration MEMORY = Duration.ofMinutes(30);

    private final Clock clock;
    private final Map<String, Counter> counters =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Counter> eldest) {
                    return size() > MAX_COUNTERS;
                }
            };

    private record Counter(int failures, Instant last) {}

    SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    /// How long to wait until the next attempt counts; zero if it may be made now.
    synchronized Duration wait(String account, String address) {
        String network = Networks.of(address);
        Duration pair = wait("p " + network + " " + account, FREE_FOR_PAIR);
        Duration net = wait("n " + network, FREE_FOR_NETWORK);
        Duration acc = wait("a " + account, FREE_FOR_ACCOUNT);
        Duration longer = pair.compareTo(net) > 0 ? pair : net;
        return longer.compareTo(acc) > 0 ? longer : acc;
    }

    synchronized void failed(String account, String address) {
        String network = Networks.of(address);
        count("p " + network + " " + account);
        count("n " + network);
        count("a " + account);
    }

    synchronized void succeeded(String account, String address) {
        counters.remove("p " + Networks.of(address) + " " + account);
    }

    private Duration wait(String key, int free) {
        Counter counter = counters.get(key);
        Instant now = clock.instant();
        if (counter == null || counter.failures() < free || forgotten(counter, now)) {
            return Duration.ZERO;
        }
        int doublings = Math.min(counter.failures() - free, 16);
        Duration pause = FIRST_WAIT.multipliedBy(1L << doublings);
        Duration wait = pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause;
        Duration left = Duration.between(now, counter.last().plus(wait));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void count(String key) {
        Instant now = clock.instant();
        Counter before = counters.get(key);
        int failures = before == null || forgotten(before, now) ? 0 : before.failures();
        counters.put(key, new Counter(failures + 1, now));
    }

    private static boolean forgotten(Counter counter, Instant now) {
        return counter.last().plus(MEMORY).isBefore(now);
    }
}
