package io.fieldgate.server.log;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// The server's log: one line per noteworthy event, never one per packet, never payload.
///
/// Every line is made printable here, so no caller can let a peer's text break a line. Safe for use
/// by several threads.
public final class EventLog {
    private static final int MAX_LINE = 1000;

    private final PrintStream out;
    private final InstantSource clock;

    public EventLog(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /// Something that an operator may want to know.
    public void info(String text) {
        line("INFO ", text);
    }

    /// Something that an operator should look at.
    public void warn(String text) {
        line("WARN ", text);
    }

    private void line(String level, String text) {
        String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        out.println(time + " " + level + Printable.of(text, MAX_LINE));
        out.flush();
    }
}
