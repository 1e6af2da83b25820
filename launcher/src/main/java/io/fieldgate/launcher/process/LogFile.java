package io.fieldgate.launcher.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A log of bounded size: at the limit it becomes `.1`, the older `.1` becomes `.2`, and so on.
///
/// Written by one thread. A full disk costs lines, never the process whose lines they are.
final class LogFile implements AutoCloseable {
    static final long LIMIT_BYTES = 10L * 1024 * 1024;
    static final int KEPT = 3;
    private static final int TAIL_BYTES = 8192;
    private static final String BEGINNING = "==== started ";

    private final Path path;
    private final long limitBytes;
    private @Nullable OutputStream out;
    private long size;

    LogFile(Path path) {
        this(path, LIMIT_BYTES);
    }

    LogFile(Path path, long limitBytes) {
        this.path = path;
        this.limitBytes = limitBytes;
    }

    /// Copies the stream until it ends.
    void copy(InputStream in) throws IOException {
        byte[] block = new byte[8192];
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            write(block, count);
        }
    }

    /// Says that a new life of the process begins.
    void begin(String name) {
        byte[] line =
                "%s%s %s%n"
                        .formatted(BEGINNING, Instant.now(), name)
                        .getBytes(StandardCharsets.UTF_8);
        write(line, line.length);
    }

    private void write(byte[] block, int count) {
        try {
            if (size + count > limitBytes) {
                rotate();
            }
            OutputStream target = open();
            target.write(block, 0, count);
            size += count;
        } catch (IOException full) {
            close(); // the next block tries again
        }
    }

    private OutputStream open() throws IOException {
        OutputStream current = out;
        if (current == null) {
            if (Files.notExists(path)) {
                Files.createFile(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            current = new FileOutputStream(path.toFile(), true);
            out = current;
            size = Files.size(path);
        }
        return current;
    }

    private void rotate() throws IOException {
        close();
        for (int age = KEPT - 1; age > 0; age--) {
            Path older = numbered(age);
            if (Files.exists(older)) {
                Files.move(older, numbered(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(path)) {
            Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        }
        size = 0;
    }

    private Path numbered(int age) {
        return path.resolveSibling(path.getFileName() + "." + age);
    }

    @Override
    public void close() {
        OutputStream current = out;
        out = null;
        size = 0;
        if (current != null) {
            try {
                current.close();
            } catch (IOException full) {
                return; // nothing is buffered, so nothing more is lost
            }
        }
    }

    /// The last lines of a process's last life, for a person to read.
    static List<String> tail(Path path, int lines) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(start);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            int life = 0;
            for (int i = 0; i < all.size(); i++) {
                life = all.get(i).startsWith(BEGINNING) ? i + 1 : life;
            }
            return all.subList(Math.max(life, all.size() - lines), all.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
