package io.fieldgate.launcher.process;

import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.Signals;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Tells a later launcher which process a killed one left behind.
///
/// @param path in a folder that only the launcher writes
public record PidFile(Path path) {
    public void write(ProcessIdentity process) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder for " + path);
        }
        WholeFile.write(folder, path, process + "\n", "rw-r--r--", new Account.Self());
    }

    /// The process, if it is still the same one and alive.
    public Optional<ProcessIdentity> living() {
        try {
            return ProcessIdentity.parse(WholeFile.read(path)).filter(ProcessIdentity::isAlive);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException harmless) {
            return; // it names a dead process, which every reader checks
        }
    }

    /// Ends the process it names: politely, and by force after the limit. Then deletes the file.
    ///
    /// @return whether a process had to be ended
    public boolean end(int politeSignal, Duration limit) throws InterruptedException {
        Optional<ProcessIdentity> process = living();
        if (process.isPresent()) {
            Signals.send(process.get().pid(), politeSignal);
            if (!process.get().awaitEnd(limit) && process.get().isAlive()) {
                Signals.send(process.get().pid(), Signals.KILL);
                boolean _ = process.get().awaitEnd(limit);
            }
        }
        delete();
        return process.isPresent();
    }
}
