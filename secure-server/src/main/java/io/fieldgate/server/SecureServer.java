package io.fieldgate.server;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.PortUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The secure server's process: `java -jar secure-server.jar --directory DIR`.
///
/// With `--rehearse` instead, it shows that this host can run it and ends ([Rehearse]).
///
/// Ends when standard input is closed or on SIGTERM, after telling its peers to come back. Exit
/// status: 0 stopped as asked, 2 wrong arguments, 3 VPN port not available, 1 anything else.
public final class SecureServer {
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;
    private static final int PORT_UNAVAILABLE = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);

    private SecureServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Before any TLS: session tickets would cost a packet in each handshake and serve nobody.
        System.setProperty("jdk.tls.server.newSessionTicketCount", "0");
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        EventLog log = new EventLog(out, InstantSource.system());
        if (arguments.length == 1 && arguments[0].equals("--rehearse")) {
            boolean well = Rehearse.perform(log);
            log.close();
            System.exit(well ? 0 : FAILED);
        }
        if (arguments.length != 2
                || !arguments[0].equals("--directory")
                || !Files.isDirectory(Path.of(arguments[1]))) {
            log.warn(
                    "usage: --directory DIR (an existing directory with server.json), or"
                            + " --rehearse");
            log.close();
            System.exit(WRONG_ARGUMENTS);
        }
        int status = run(Path.of(arguments[1]), log);
        if (status != 0) {
            Runtime.getRuntime().halt(status);
        }
    }

    private static int run(Path directory, EventLog log) throws InterruptedException {
        CountDownLatch stopAsked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            AtomicBoolean failed = new AtomicBoolean();
            ServerProcess server =
                    ServerProcess.start(
                            directory,
                            log,
                            () -> {
                                failed.set(true);
                                stopAsked.countDown();
                            });
            stopOnTermination(stopAsked, stopped);
            stopWithStandardInput(System.in, stopAsked);
            stopAsked.await();
            log.info("stopping: telling all peers to come back");
            server.stop();
            log.info("stopped");
            return failed.get() ? FAILED : 0;
        } catch (PortUnavailableException taken) {
            log.warn(String.valueOf(taken.getMessage()));
            return PORT_UNAVAILABLE;
        } catch (IOException wrong) {
            log.warn("cannot start: " + wrong.getMessage());
            return FAILED;
        } finally {
            log.close();
            stopped.countDown();
        }
    }

    /// The process host holds the other end: when it dies, this process must not outlive it.
    private static void stopWithStandardInput(InputStream in, CountDownLatch stopAsked) {
        Thread.ofPlatform()
                .daemon()
                .name("standard-input")
                .start(() -> {
                    try {
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException closed) {
                        stopAsked.countDown();
                    }
                    stopAsked.countDown();
                });
    }

    private static void stopOnTermination(CountDownLatch stopAsked, CountDownLatch stopped) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stopAsked.countDown();
                                    try {
                                        boolean inTime =
                                                stopped.await(
                                                        STOP_LIMIT.toMillis(),
                                                        TimeUnit.MILLISECONDS);
                                        if (!inTime) {
                                            Runtime.getRuntime().halt(FAILED);
                                        }
                                    } catch (InterruptedException hurried) {
                                        Thread.currentThread().interrupt();
                                    }
                                },
                                "termination"));
    }
}
