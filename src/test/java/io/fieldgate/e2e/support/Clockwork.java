package io.fieldgate.e2e.support;

import java.util.List;

/// A clock that says another time, for one command and what it starts (Debian's `faketime`).
///
/// @param time as `faketime -f` takes it: `@2024-06-01 00:00:00`, or `-9m`
public record Clockwork(String time) {
    public static Clockwork at(String utc) {
        return new Clockwork("@" + utc);
    }

    public static Clockwork offBy(String span) {
        return new Clockwork(span);
    }

    /// What the command is put behind. Waiting times are left as they are.
    List<String> command() {
        return List.of("faketime", "--exclude-monotonic", "-m", "-f", time);
    }
}
