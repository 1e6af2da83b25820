package io.fieldgate.launcher.postgres;

import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.Trees;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs, unpacked from the class path into the installation's runtime folder.
///
/// @param home the folder with `bin`, `lib` and `share`
/// @param majorVersion such as `18`
public record PostgresBinaries(Path home, String majorVersion) {
    private static final int XZ_MEMORY_LIMIT_KIB = 256 * 1024;
    private static final long SPACE_NEEDED_BYTES = 300L * 1024 * 1024;

    /// Unpacks them, if that was not done before.
    ///
    /// @param version of the artifact, such as `18.6.0`
    /// @throws Refusal when there are none for this machine, or no room
    public static PostgresBinaries unpack(Path runtime, String version) {
        Path home = runtime.resolve("postgres-" + version);
        String major = version.substring(0, version.indexOf('.'));
        if (Files.isDirectory(home)) {
            return new PostgresBinaries(home, major);
        }
        try {
            if (Machine.freeBytes(runtime) < SPACE_NEEDED_BYTES) {
                throw new Refusal(
                        "Less than %d MB are free below %s, too little for a database. Make room, or choose another folder with --data."
                                .formatted(SPACE_NEEDED_BYTES / 1024 / 1024, runtime));
            }
            Path draft = runtime.resolve("postgres-" + version + ".unpacking");
            Trees.delete(draft);
            Files.createDirectory(draft);
            extract(draft);
            Files.move(draft, home);
        } catch (IOException e) {
            throw new Refusal(
                    "PostgreSQL cannot be unpacked into %s: %s."
                            .formatted(runtime, Machine.reason(e)),
                    e);
        }
        return new PostgresBinaries(home, major);
    }

    private static void extract(Path target) throws IOException {
        String resource = "/postgres-linux-%s.txz".formatted(architecture());
        try (InputStream file = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new Refusal(
                        "No PostgreSQL for this machine's processor is on the class path. Use a"
                                + " database server: --database JDBC_URL");
            }
            try (TarArchiveInputStream archive =
                    new TarArchiveInputStream(
                            XZCompressorInputStream.builder()
                                    .setInputStream(new BufferedInputStream(file))
                                    .setMemoryLimitKiB(XZ_MEMORY_LIMIT_KIB)
                                    .get())) {
                for (TarArchiveEntry entry = archive.getNextEntry();
                        entry != null;
                        entry = archive.getNextEntry()) {
                    place(archive, entry, target);
                }
            }
        }
    }

    private static void place(TarArchiveInputStream archive, TarArchiveEntry entry, Path target)
            throws IOException {
        Path path = entry.resolveIn(target);
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (entry.isSymbolicLink()) {
            Path link = Path.of(entry.getLinkName());
            if (link.isAbsolute() || !path.resolveSibling(link).normalize().startsWith(target)) {
                throw new IOException("link out of the archive: " + entry.getName());
            }
            Files.createSymbolicLink(path, link);
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("twice in the archive: " + entry.getName());
        }
        Files.copy(archive, path);
        boolean runs = (entry.getMode() & 0111) != 0;
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default ->
                    throw new Refusal(
                            "No PostgreSQL for the processor %s is built in. Use a database server: --database JDBC_URL"
                                    .formatted(name));
        };
    }

    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
