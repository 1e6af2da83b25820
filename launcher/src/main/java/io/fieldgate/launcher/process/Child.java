package io.fieldgate.launcher.process;

import io.fieldgate.launcher.process.ChildStatus.State;
import io.fieldgate.launcher.system.Signals;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A child process that is started again when it dies, until it is stopped.
///
/// One thread of its own owns the process; the other methods may be called by any thread. The
/// child's standard input stays open as long as this object runs it: children that are our own end
/// when it closes, so that they do not outlive a launcher that was killed.
public final class Child {
    private static final int FAILING_AFTER = 3;
    private static final Duration FORCE_LIMIT = Duration.ofSeconds(5);
    private static final Duration PUMP_LIMIT = Duration.ofSeconds(2);
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final ChildSpec spec;
    private final Runnable changed;
    private final AtomicReference<ChildStatus> status;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile boolean started;

    /// @param changed called after each change of the status, by the child's own thread
    public Child(ChildSpec spec, Runnable changed) {
        this.spec = spec;
        this.changed = changed;
        this.status = new AtomicReference<>(new ChildStatus(spec.name(), State.STOPPED, 0, 0, ""));
    }

    public ChildStatus status() {
        return status.get();
    }

    /// Starts the process and keeps it running. To be called once.
    public void start() {
        started = true;
        Thread.ofPlatform().name("child-" + spec.name()).daemon().start(this::keepRunning);
    }

    /// Asks the process to end without waiting for it; it is not started again.
    public void requestStop() {
        stopRequested.countDown();
        Process running = process;
        if (running != null) {
            politely(running);
        }
    }

    /// Ends the process: politely, and by force after the limit. Returns when it is gone.
    public void stop() throws InterruptedException {
        requestStop();
        if (!started) {
            return;
        }
        if (!ended.await(spec.stopLimit().toMillis(), TimeUnit.MILLISECONDS)) {
            force();
            boolean _ = ended.await(FORCE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
        spec.pidFile().delete();
    }

    /// The last lines that it printed.
    public List<String> lastWords(int lines) {
        return LogFile.tail(spec.log(), lines);
    }

    private void keepRunning() {
        Backoff backoff = new Backoff();
        try {
            while (stopRequested.getCount() > 0) {
                long begun = System.nanoTime();
                String end = runOnce();
                if (stopRequested.getCount() == 0) {
                    break;
                }
                Duration pause = backoff.after(Duration.ofNanos(System.nanoTime() - begun));
                State state = backoff.shortLives() >= FAILING_AFTER ? State.FAILING : State.WAITING;
                become(state, 0, end);
                if (stopRequested.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                status.updateAndGet(now ->
                        new ChildStatus(
                                now.name(), now.state(), 0, now.restarts() + 1, now.message()));
            }
        } catch (InterruptedException nobodyDoesThat) {
            force();
        } finally {
            become(State.STOPPED, 0, "");
            ended.countDown();
        }
    }

    /// One life of the process.
    ///
    /// @return how it ended, in words
    private String runOnce() throws InterruptedException {
        Process running;
        try {
            running = spawn();
        } catch (IOException e) {
            return "cannot be run: " + e.getMessage();
        }
        process = running;
        if (stopRequested.getCount() == 0) {
            politely(running); // the request came while it was being started
        }
        rememberIdentity(running);
        Thread pump =
                Thread.ofPlatform()
                        .name("log-" + spec.name())
                        .daemon()
                        .start(() -> copyOutput(running));
        become(State.RUNNING, running.pid(), "");
        int code = running.waitFor();
        pump.join(PUMP_LIMIT);
        process = null;
        spec.pidFile().delete();
        return "ended with code %d; see %s".formatted(code, spec.log());
    }

    private void rememberIdentity(Process running) {
        ProcessIdentity.of(running.pid())
                .ifPresent(identity -> {
                    try {
                        spec.pidFile().write(identity);
                    } catch (IOException diskFull) {
                        // Only a launcher that follows a killed one would read it, and by
                        // then the child has ended, its standard input being closed.
                        spec.pidFile().delete();
                    }
                });
    }

    private void copyOutput(Process running) {
        try (LogFile log = new LogFile(spec.log())) {
            log.begin(spec.name());
            log.copy(running.getInputStream());
        } catch (IOException closed) {
            return; // the process has ended, and so has what it says
        }
    }

    private Process spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(spec.account().command(spec.command()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", spec.directory().toString());
        environment.putAll(spec.environment());
        builder.directory(spec.directory().toFile());
        builder.redirectErrorStream(true);
        return builder.start();
    }

    private void politely(Process running) {
        try (OutputStream closes = running.getOutputStream()) {
            closes.flush();
        } catch (IOException alreadyClosed) {
            // the signal below says the same
        }
        if (running.isAlive()) {
            Signals.send(running.pid(), spec.stopSignal());
        }
    }

    private void force() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private void become(State state, long pid, String message) {
        status.updateAndGet(
                now -> new ChildStatus(now.name(), state, pid, now.restarts(), message));
        changed.run();
    }
}
