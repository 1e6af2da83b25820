package io.fieldgate.server.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a short command of the host.
public final class Command {
    private static final int LIMIT_SECONDS = 20;

    private Command() {}

    /// Its output, both streams.
    ///
    /// @throws IOException if it fails; with its output
    public static String run(Path directory, List<String> words)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(words + " failed: " + output);
        }
        return output;
    }
}
