package io.fieldgate.portal.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MomentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00.123456Z");

    @ParameterizedTest
    @CsvSource({
        "PT-5S, just now",
        "PT0S, just now",
        "PT59S, just now",
        "PT60S, 1 minute ago",
        "PT59M59S, 59 minutes ago",
        "PT60M, 1 hour ago",
        "PT23H59M, 23 hours ago",
        "P1D, 1 day ago",
        "P59D, 59 days ago",
        "P60D, 2 months ago",
        "P729D, 24 months ago",
        "P730D, 2 years ago"
    })
    void theWordsAreCoarse(Duration ago, String words) {
        assertThat(Moment.of(NOW.minus(ago), NOW).words()).isEqualTo(words);
    }

    @Test
    void theExactTimeIsInUtc() {
        Moment moment = Moment.of(NOW, NOW);
        assertThat(moment.exact()).isEqualTo("2026-11-22 08:30:00 UTC");
        assertThat(moment.iso()).isEqualTo("2026-11-22T08:30:00Z");
    }
}
