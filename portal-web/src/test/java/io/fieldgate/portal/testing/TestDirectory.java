package io.fieldgate.portal.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Directories that last as long as the JVM.
final class TestDirectory {
    private static final int ATTEMPTS = 5;

    private TestDirectory() {}

    /// An empty directory, deleted at the end of the JVM.
    static Path create(String prefix) {
        try {
            Path directory = Files.createTempDirectory(prefix);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a directory with all in it. Whoever still writes into it while everything ends is
    /// given a few attempts.
    static void delete(Path directory) {
        for (int i = 1; Files.exists(directory); i++) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(TestDirectory::deleteOne);
            } catch (IOException | UncheckedIOException e) {
                if (i == ATTEMPTS) {
                    throw new IllegalStateException("cannot delete " + directory, e);
                }
            }
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
