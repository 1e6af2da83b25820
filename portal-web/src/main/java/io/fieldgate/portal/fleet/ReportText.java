package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads single values of a secure server's report.
final class ReportText {
    /// Longest text that is kept of a report, characters.
    static final int MAX_TEXT = 256;

    private ReportText() {}

    static UUID id(String field, @Nullable String text) {
        if (text == null || text.length() != 36) {
            throw new MalformedReportException(field + " is not a UUID");
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedReportException(field + " is not a UUID", e);
        }
    }

    /// Printable ASCII, everything else replaced by `?`; empty when absent.
    static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        int length = Math.min(text.length(), MAX_TEXT);
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return out.toString();
    }

    static Instant notAfter(Instant limit, @Nullable Instant time) {
        if (time == null) {
            throw new MalformedReportException("a time is missing");
        }
        return time.isAfter(limit) ? limit : time;
    }

    static long count(long value) {
        return Math.max(0, value);
    }
}
