package io.fieldgate.e2e.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// A disk of its own, in memory; it can be made larger, filled, and freed again.
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final Path mountPoint;

    private SmallDisk(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    public static SmallDisk ofMegabytes(int size) {
        try {
            Path parent = Files.createTempDirectory(Path.of("/tmp"), "fieldgate-disk");
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path mountPoint = Files.createDirectory(parent.resolve("disk"));
            Shell.run("mount", "-t", "tmpfs", "-o", options(size), "tmpfs", mountPoint.toString());
            return new SmallDisk(mountPoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String options(int megabytes) {
        return "mode=0755,size=" + megabytes + "m";
    }

    public Path path() {
        return mountPoint;
    }

    public void resize(int megabytes) {
        Shell.run("mount", "-o", "remount," + options(megabytes), mountPoint.toString());
    }

    /// Takes every free block, until [#free].
    public void fill() {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            long left = mountPoint.toFile().getFreeSpace();
            if (left >= BLOCK) {
                throw new UncheckedIOException(left + " bytes are left", full);
            }
        }
    }

    public void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return mountPoint.resolve("filler");
    }

    @Override
    public void close() {
        Shell.attempt(Duration.ofSeconds(10), List.of("umount", "--lazy", mountPoint.toString()));
        Shell.attempt(
                Duration.ofSeconds(10),
                List.of("rmdir", mountPoint.toString(), mountPoint.getParent().toString()));
    }
}
