package io.fieldgate.launcher.process;

import java.time.Duration;

/// Pauses between starts of a process that dies: half a second, doubled up to half a minute; from
/// the beginning after a life of a minute.
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration HEALTHY_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;
    private int shortLives;

    /// The pause after a life of this length.
    Duration after(Duration life) {
        if (life.compareTo(HEALTHY_LIFE) >= 0) {
            next = FIRST;
            shortLives = 0;
        }
        shortLives++;
        Duration pause = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return pause;
    }

    /// How many lives in a row were short.
    int shortLives() {
        return shortLives;
    }
}
