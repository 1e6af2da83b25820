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
import org.jspecify.annotations.Nullable;

/// Only one launcher at a time runs an installation. The kernel frees the lock when its process
/// ends, however it ends.
final class InstallationLock implements AutoCloseable {
    private final FileChannel channel;

    private InstallationLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws Refusal when another launcher has it; says which, and its address
    static InstallationLock acquire(DataFolder data) {
        try {
            FileChannel channel = open(data);
            if (tryLock(channel) == null) {
                channel.close();
                throw runsAlready(data);
            }
            return new InstallationLock(channel);
        } catch (IOException e) {
            throw new Refusal(
                    "The lock in %s cannot be had: %s.".formatted(data.run(), Machine.reason(e)),
                    e);
        }
    }

    /// Says no if another launcher has it now.
    static void refuseIfTaken(DataFolder data) {
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
