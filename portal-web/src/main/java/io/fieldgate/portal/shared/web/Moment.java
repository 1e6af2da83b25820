package io.fieldgate.portal.shared.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A time as a person reads it.
///
/// @param words relative, such as `5 minutes ago`
/// @param exact the same in UTC, for those who compare
/// @param iso for machines
public record Moment(String words, String exact, String iso) {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public static Moment of(Instant at, Instant now) {
        return new Moment(
                words(Duration.between(at, now)),
                EXACT.format(at),
                at.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    public static @Nullable Moment ofNullable(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }

    /// Coarse on purpose, so that a page that stands still does not flicker each second. A time in
    /// the future is a clock that differs a little: it counts as now.
    private static String words(Duration ago) {
        if (ago.compareTo(Duration.ofMinutes(1)) < 0) {
            return "just now";
        }
        if (ago.toHours() < 1) {
            return count(ago.toMinutes(), "minute");
        }
        if (ago.toDays() < 1) {
            return count(ago.toHours(), "hour");
        }
        if (ago.toDays() < 60) {
            return count(ago.toDays(), "day");
        }
        return ago.toDays() < 730
                ? count(ago.toDays() / 30, "month")
                : count(ago.toDays() / 365, "year");
    }

    private static String count(long n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s") + " ago";
    }
}
