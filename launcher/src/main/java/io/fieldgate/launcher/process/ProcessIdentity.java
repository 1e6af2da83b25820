package io.fieldgate.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One process and no other: numbers are used again, but not with the same start within the same
/// boot.
///
/// @param pid process number
/// @param startTicks clock ticks between boot and its start, field 22 of `/proc/PID/stat`
/// @param bootId of the kernel under which it ran
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,10}) ([0-9]{1,19}) ([0-9a-f-]+)");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long POLL_MILLIS = 20;

    /// Fields of `/proc/PID/stat` counted from the one after the command's closing parenthesis.
    private static final int STATE_FIELD = 0;

    private static final int START_FIELD = 19;

    /// The process that has this number now; empty when none has, or a dead one that nobody reaped.
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
            String state = fields.get(STATE_FIELD);
            if (state.equals("Z") || state.equals("X")) {
                return Optional.empty();
            }
            return Optional.of(
                    new ProcessIdentity(
                            pid,
                            Long.parseLong(fields.get(START_FIELD)),
                            Files.readString(BOOT_ID).strip()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    public static ProcessIdentity ofThisProcess() {
        return of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("/proc does not know this process"));
    }

    /// From what [#toString] wrote.
    static Optional<ProcessIdentity> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new ProcessIdentity(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        matcher.group(3)));
    }

    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /// Waits until it is gone.
    ///
    /// @return false when it is still there after the limit
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /// As it stands in a pid file.
    @Override
    public String toString() {
        return pid + " " + startTicks + " " + bootId;
    }
}
