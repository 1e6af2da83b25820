package io.fieldgate.launcher;

import io.fieldgate.launcher.RunningStatus.Phase;
import io.fieldgate.launcher.process.JavaCommand;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The same launcher once more, in a session of its own, so that it outlives the terminal.
final class Background {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final long POLL_MILLIS = 100;
    private static final long LOG_LIMIT_BYTES = 5L * 1024 * 1024;

    private Background() {}

    /// Starts it and returns when the portal answers; shows its progress meanwhile.
    ///
    /// @throws Refusal when it fails; it has shown why, and has stopped everything
    static void start(DataFolder data, UpOptions options) throws InterruptedException {
        Path log = data.log("launcher");
        try {
            prepare(log);
            long shown = Files.size(log);
            Process process = spawn(data, options, log);
            Thread giveUp = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(giveUp); // Ctrl-C while waiting
            awaitReady(data, process, log, shown);
            Runtime.getRuntime().removeShutdownHook(giveUp);
        } catch (IOException e) {
            throw new Refusal(
                    "Fieldgate cannot be started in the background: " + Machine.reason(e), e);
        }
    }

    private static void prepare(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.notExists(log)) {
            Files.createFile(
                    log,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static Process spawn(DataFolder data, UpOptions options, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("setsid");
        command.add(JavaCommand.java().toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Launcher.class.getName());
        command.add("up");
        command.add("--background");
        command.add("--data=" + data.root());
        addIfSaid(command, "--host=", options.host());
        addIfSaid(command, "--port=", options.port());
        addIfSaid(command, "--vpn-ports=", options.vpnPorts());
        ProcessBuilder builder = new ProcessBuilder(command);
        String database = options.database();
        if (database != null) {
            builder.environment().put("FIELDGATE_DATABASE", database);
        }
        builder.directory(data.root().toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    private static void addIfSaid(List<String> command, String option, @Nullable Object value) {
        if (value != null) {
            command.add(option + value);
        }
    }

    private static void awaitReady(DataFolder data, Process process, Path log, long from)
            throws IOException, InterruptedException {
        long shown = from;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            shown = show(log, shown);
            if (!alive) {
                throw new Refusal(
                        "Fieldgate did not start; everything is stopped. The whole story: " + log);
            }
            boolean ready =
                    RunningStatus.read(data)
                            .filter(s -> s.launcher().pid() == process.pid())
                            .filter(s -> s.phase() == Phase.READY)
                            .isPresent();
            if (ready) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                process.destroy();
                throw new Refusal("Fieldgate was not ready in time. The whole story: " + log);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// Prints what was added to the log since.
    private static long show(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long end = file.length();
            if (end <= from) {
                return end;
            }
            byte[] added = new byte[(int) Math.min(end - from, 64 * 1024)];
            file.seek(from);
            file.readFully(added);
            System.out.print(new String(added, StandardCharsets.UTF_8));
            System.out.flush();
            return from + added.length;
        }
    }
}
