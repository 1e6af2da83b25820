package io.fieldgate.launcher.standin;

import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder for one test that unprivileged users can pass through, as they must; deleted at the
/// end.
public final class TestFolder implements AutoCloseable {
    private final Path path;

    public TestFolder() {
        try {
            path = Files.createTempDirectory("fieldgate-launcher-test-");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /// A data folder with all that `up` makes first.
    public DataFolder data() {
        DataFolder data = DataFolder.at(path.resolve("data"));
        data.create();
        return data;
    }

    @Override
    public void close() throws IOException {
        Trees.delete(path);
    }
}
