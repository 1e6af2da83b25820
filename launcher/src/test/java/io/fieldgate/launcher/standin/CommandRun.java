package io.fieldgate.launcher.standin;

import io.fieldgate.launcher.system.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Gives commands to the launcher as the script does, each in a process of its own.
///
/// @param data the installation
/// @param portal jar in place of the portal
/// @param pki jar in place of the PKI service
/// @param server jar in place of the secure server
public record CommandRun(DataFolder data, Path portal, Path pki, Path server) {
    private static final int LIMIT_SECONDS = 120;

    /// @param output standard output and error
    public record Result(int exitCode, String output) {
        /// The output, if the code is the expected one.
        public String expect(int code) {
            if (exitCode != code) {
                throw new AssertionError("exit code " + exitCode + ", not " + code + "\n" + output);
            }
            return output;
        }
    }

    /// Starts a command and leaves it running; nobody reads what it says.
    public Process start(String... words) throws IOException {
        return new ProcessBuilder(command(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> command(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dfieldgate.portal.jar=" + portal,
                                "-Dfieldgate.pki.jar=" + pki,
                                "-Dfieldgate.secure-server.jar=" + server,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.fieldgate.launcher.Launcher"));
        command.addAll(List.of(words));
        command.add("--data");
        command.add(data.root().toString());
        return command;
    }

    public Result run(String... words) throws Exception {
        Path output = Files.createTempFile("fieldgate-launcher-", ".out");
        try {
            Process process =
                    new ProcessBuilder(command(words))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "too slow: " + List.of(words) + "\n" + Files.readString(output));
            }
            return new Result(
                    process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
