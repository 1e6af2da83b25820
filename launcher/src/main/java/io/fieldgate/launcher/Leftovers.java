package io.fieldgate.launcher;

import io.fieldgate.launcher.postgres.EmbeddedPostgres;
import io.fieldgate.launcher.postgres.PostgresCluster;
import io.fieldgate.launcher.process.PidFile;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.Signals;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Processes that a launcher left behind which was killed: ended by their pid files.
final class Leftovers {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Leftovers() {}

    /// Ends them. No launcher may be running on the data.
    ///
    /// @return how many there were
    static int end(DataFolder data) throws InterruptedException {
        int ended = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data.run(), "*.pid")) {
            for (Path file : files) {
                boolean database = file.equals(data.pidFile(EmbeddedPostgres.NAME));
                if (!database && new PidFile(file).end(Signals.TERM, LIMIT)) {
                    ended++;
                }
            }
            // The database comes last, and is asked in its own way.
            PostgresCluster cluster = new PostgresCluster(data.postgres(), new Account.Self());
            if (cluster.endLeftover()) {
                ended++;
            }
            new PidFile(data.pidFile(EmbeddedPostgres.NAME)).delete();
            Files.deleteIfExists(data.hostSocket());
        } catch (IOException e) {
            throw new Refusal("%s cannot be read: %s.".formatted(data.run(), Machine.reason(e)), e);
        }
        return ended;
    }
}
