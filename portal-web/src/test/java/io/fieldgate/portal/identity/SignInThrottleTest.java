package io.fieldgate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.shared.FailureCounters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SignInThrottle throttle = new SignInThrottle(clock());

    @Test
    void theFirstFailuresCostNothingAndThenTheWaitDoubles() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_PAIR; i++) {
            assertThat(throttle.wait("anna", "203.0.113.7")).isZero();
            throttle.failed("anna", "203.0.113.7");
        }
        assertThat(throttle.wait("anna", "203.0.113.7")).isEqualTo(FailureCounters.FIRST_WAIT);
        throttle.failed("anna", "203.0.113.7");
        assertThat(throttle.wait("anna", "203.0.113.200"))
                .isEqualTo(FailureCounters.FIRST_WAIT.multipliedBy(2));
        now = now.plus(FailureCounters.FIRST_WAIT.multipliedBy(2));
        assertThat(throttle.wait("anna", "203.0.113.7")).isZero();
    }

    @Test
    void aMillionGuessesReachTheVerifierAFewTimesADay() {
        int reached = 0;
        for (int second = 0; second < 86_400; second++) {
            now = now.plusSeconds(1);
            for (int guess = 0; guess < 12; guess++) {
                if (throttle.wait("anna", "203.0.113.7").isZero()) {
                    throttle.failed("anna", "203.0.113.7");
                    reached++;
                }
            }
        }
        assertThat(reached).isLessThan(320);
        assertThat(throttle.wait("bert", "198.51.100.1")).isZero();
    }

    @Test
    void aNetworkThatTriesManyNamesHasToWait() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_NETWORK; i++) {
            throttle.failed("name" + i, "2001:db8:1:2::" + i);
        }
        assertThat(throttle.wait("another", "2001:db8:1:2:ffff::1")).isPositive();
        assertThat(throttle.wait("another", "2001:db8:1:3::1")).isZero();
    }

    @Test
    void successForgetsTheFailuresOfThatPlace() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_PAIR; i++) {
            throttle.failed("anna", "203.0.113.7");
        }
        throttle.succeeded("anna", "203.0.113.7");
        assertThat(throttle.wait("anna", "203.0.113.7")).isZero();
    }

    @Test
    void failuresAreForgottenAfterAWhile() {
        for (int i = 0; i < 30; i++) {
            throttle.failed("anna", "203.0.113.7");
        }
        assertThat(throttle.wait("anna", "203.0.113.7")).isEqualTo(FailureCounters.LONGEST_WAIT);
        now = now.plus(FailureCounters.MEMORY).plus(Duration.ofSeconds(1));
        assertThat(throttle.wait("anna", "203.0.113.7")).isZero();
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }
}
