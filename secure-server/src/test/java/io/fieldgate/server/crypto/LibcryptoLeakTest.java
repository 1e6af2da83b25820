package io.fieldgate.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one operation takes in libcrypto is freed with it, also when it fails; and a packet key's
/// context with the key.
class LibcryptoLeakTest {
    /// Bytes; a context of libcrypto, or the smallest key, is larger.
    private static final long LEAST_LEAK = 48;

    @TempDir Path directory;

    @Test
    void nothingIsLeftInLibcrypto() throws Exception {
        List<String> grown = grown();
        assertThat(grown).hasSize(3);
        // The JVM takes some for itself now and then; a leak shows in each batch.
        assertThat(grown)
                .as(grown.toString())
                .filteredOn(each -> Long.parseLong(each) < LEAST_LEAK)
                .hasSizeGreaterThan(1);
    }

    private List<String> grown() throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xint",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LibcryptoUse.class.getName())
                        .redirectError(errors.toFile())
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readAllLines(output);
    }
}
