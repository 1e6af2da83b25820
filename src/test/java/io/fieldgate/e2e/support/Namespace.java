package io.fieldgate.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One network namespace, and the processes that were started in it.
public final class Namespace implements AutoCloseable {
    private final String name;
    private final List<Process> processes = new ArrayList<>();

    Namespace(String name) {
        this.name = name;
        Shell.run("ip", "netns", "add", name);
        run("ip", "link", "set", "lo", "up");
    }

    public String name() {
        return name;
    }

    /// Runs a command that must succeed.
    public String run(String... command) {
        return attempt(Duration.ofSeconds(60), command).orThrow();
    }

    /// Runs a command that may fail.
    public Shell.Result attempt(Duration limit, String... command) {
        return Shell.attempt(limit, inside(command));
    }

    /// Whether one ping is answered within a second.
    public boolean reaches(String address) {
        Shell.Result ping =
                attempt(Duration.ofSeconds(5), "ping", "-n", "-c", "1", "-W", "1", address);
        if (ping.exitCode() > 2) {
            throw new AssertionError("ping cannot run: " + ping.output());
        }
        return ping.exitCode() == 0;
    }

    /// Whether a ping is answered within ten seconds; for a path that has just come up on a machine
    /// that may be busy.
    public boolean comesToReach(String address) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!reaches(address)) {
            if (System.nanoTime() > end) {
                return false;
            }
        }
        return true;
    }

    /// Starts a command that keeps running until [#close].
    public Process start(Path log, String... command) {
        try {
            Process process =
                    new ProcessBuilder(inside(command))
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> inside(String... command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
        whole.addAll(List.of(command));
        return whole;
    }

    @Override
    public void close() {
        for (Process process : processes) {
            end(process);
        }
        Shell.attempt(Duration.ofSeconds(10), List.of("ip", "netns", "del", name));
    }

    /// Ends a process and those that it started: a wrapper such as `faketime` has the real one as
    /// its child and does not pass a signal on.
    static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(5, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                each.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                each.destroyForcibly();
            }
        }
    }
}
