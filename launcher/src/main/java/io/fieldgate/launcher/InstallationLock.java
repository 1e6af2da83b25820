package io.fieldgate.launcher;

import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Only one launcher at a time runs an installation. The kernel frees the lock when its process
/// ends, however it ends.
final class InstallationLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final FileChannel channel;

    private InstallationLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits a little for a launcher that is just ending.
    ///
    /// @throws Refusal when another launcher has it; says which, and its address
    static InstallationLock acquire(DataFolder data) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            FileChannel channel = open(data);
            while (tryLock(channel) == null) {
                if (RunningStatus.ofLiving(data).isPresent() || System.nanoTime() - deadline > 0) {
                    channel.close();
                    throw runsAlready(data);
                }
                Thread.sleep(POLL_MILLIS);
            }
            return new InstallationLock(channel);
        } catch (IOException e) {
            throw new Refusal(
                    "The lock in %s cannot be had: %s.".formatted(data.run(), Machine.reason(e)),
                    e);
        }
    }

    /// Says no if another launcher has it now.
    static void refuseIfTaken(DataFolder data) throws InterruptedException {
        acquire(data).close();
    }

    private static Refusal runsAlready(DataFolder data) {
        String where =
                RunningStatus.read(data)
                        .map(s -> " at %s (process %d)".formatted(s.address(), s.launcher().pid()))
                        .orElse("");
        return new Refusal(
                "Fieldgate already runs%s on the data in %s. To stop it: ./fieldgate down --data %s"
                        .formatted(where, data.root(), data.root()));
    }

    private static FileChannel open(DataFolder data) throws IOException {
        Path file = data.run().resolve("lock");
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException harmless) {
            return; // the end of the process frees it
        }
    }
}
