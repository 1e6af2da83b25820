package io.fieldgate.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A whole Fieldgate installation, started by the command that a user gives.
public final class Installation implements AutoCloseable {
    private static final Duration UP_LIMIT = Duration.ofMinutes(4);
    private static final Pattern SETUP_LINK = Pattern.compile("https://\\S+/setup\\?code=\\S+");
    private static final Path LAUNCHER =
            Path.of(System.getenv().getOrDefault("FIELDGATE_ROOT", "../.."), "fieldgate");

    private final Path data;
    private final String host;
    private final int port;
    private final String upOutput;

    private Installation(Path data, String host, int port, String upOutput) {
        this.data = data;
        this.host = host;
        this.port = port;
        this.upOutput = upOutput;
    }

    /// Starts an installation with a new data folder.
    public static Installation up(int port) {
        return up(Lab.SERVER_ADDRESS, port);
    }

    /// The same with another address to dial.
    public static Installation up(String host, int port) {
        try {
            // World-readable parents: the processes run as unprivileged users.
            Path parent = Files.createTempDirectory(Path.of("/tmp"), "fieldgate-e2e");
            Files.setPosixFilePermissions(
                    parent, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            return up(parent.resolve("data"), host, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts an installation on a data folder that may have been used before.
    public static Installation up(Path data, int port) {
        return up(data, Lab.SERVER_ADDRESS, port);
    }

    private static Installation up(Path data, String host, int port) {
        Shell.Result result = attemptUp(data, host, port);
        if (result.exitCode() != 0) {
            throw new AssertionError("up failed:\n" + result.output() + "\n" + logs(data));
        }
        return new Installation(data, host, port, result.output());
    }

    /// Gives the command to start an installation, which may fail.
    public static Shell.Result attemptUp(Path data, int port) {
        return attemptUp(data, Lab.SERVER_ADDRESS, port);
    }

    private static Shell.Result attemptUp(Path data, String host, int port) {
        return Shell.attempt(
                UP_LIMIT,
                List.of(
                        LAUNCHER.toString(),
                        "up",
                        "--detach",
                        "--data",
                        data.toString(),
                        "--host",
                        host,
                        "--port",
                        Integer.toString(port),
                        "--vpn-ports",
                        (port + 100) + "-" + (port + 199)));
    }

    /// Gives a command of `./fieldgate` for a data folder while the clock says another time.
    public static Shell.Result commandAt(Clockwork clock, Path data, String... words) {
        List<String> command = new ArrayList<>(clock.command());
        command.add(LAUNCHER.toString());
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        return Shell.attempt(Duration.ofMinutes(2), command);
    }

    /// Gives another command of `./fieldgate` for this installation.
    public Shell.Result command(String... words) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        return Shell.attempt(Duration.ofMinutes(2), command);
    }

    /// What `up` printed.
    public String upOutput() {
        return upOutput;
    }

    /// The one-time set-up link that `up` printed.
    public String setupLink() {
        Matcher matcher = SETUP_LINK.matcher(upOutput);
        if (!matcher.find()) {
            throw new AssertionError("no set-up link in:\n" + upOutput);
        }
        return matcher.group();
    }

    public Path data() {
        return data;
    }

    /// Where a program of the database that came with Fieldgate is.
    public Path program(String name) {
        try (Stream<Path> found =
                Files.find(
                        data.resolve("runtime"),
                        4,
                        (path, _) -> path.endsWith(Path.of("bin", name)))) {
            return found.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String address() {
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// A caller of the REST API with an operator's token.
    public Api api() {
        String token = command("token", "create", "--role", "operator").orThrow().strip();
        return new Api(address(), token, data.resolve("portal-ca.pem"));
    }

    /// The ends of all logs, for a failed test's message.
    public String logs() {
        return logs(data);
    }

    private static String logs(Path data) {
        return Shell.attempt(
                        Duration.ofSeconds(10),
                        List.of(
                                "sh",
                                "-c",
                                "tail -n 40 \"$1\"/log/*.log \"$1\"/servers/*/*.log 2>&1",
                                "sh",
                                data.toString()))
                .output();
    }

    @Override
    public void close() {
        Shell.Result down = command("down");
        if (down.exitCode() == 0) {
            Shell.attempt(
                    Duration.ofSeconds(30), List.of("rm", "-rf", data.getParent().toString()));
        }
    }
}
