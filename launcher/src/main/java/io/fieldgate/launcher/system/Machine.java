package io.fieldgate.launcher.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Facts of the machine and of the one who runs the launcher.
public final class Machine {
    private static final boolean ROOT = effectiveUserIsRoot();
    private static final String NO_SPACE = "No space left on device";

    private Machine() {}

    /// Whether the launcher's effective user is root.
    public static boolean isRoot() {
        return ROOT;
    }

    private static boolean effectiveUserIsRoot() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+", -1))
                    .anyMatch(fields -> fields[2].equals("0"));
        } catch (IOException | UncheckedIOException notLinux) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    public static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
    }

    /// The free space where the path is, or would be, bytes.
    public static long freeBytes(Path path) throws IOException {
        Path existing = path;
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        FileStore store = Files.getFileStore(existing);
        return store.getUsableSpace();
    }

    public static boolean isNoSpace(IOException e) {
        return String.valueOf(e.getMessage()).contains(NO_SPACE);
    }

    /// An exception of the file system in words.
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case NoSuchFileException absent -> "not found: " + absent.getFile();
            default -> isNoSpace(e) ? "the disk is full" : String.valueOf(e.getMessage());
        };
    }
}
