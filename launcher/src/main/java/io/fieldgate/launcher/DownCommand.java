package io.fieldgate.launcher;

import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.Signals;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./fieldgate down`: ends all processes of the installation, also those that a launcher which was
/// killed left behind.
@Command(
        name = "down",
        description = "Stop Fieldgate; leaves no process behind. The data stays.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class)
final class DownCommand implements Callable<Integer> {
    private static final Duration ORDERLY_LIMIT = Duration.ofSeconds(90);
    private static final Duration FORCED_LIMIT = Duration.ofSeconds(5);

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        if (!Files.isDirectory(folder.run())) {
            data.settings(); // says that there is no installation
            return 0;
        }
        if (!Files.isWritable(folder.run())) {
            throw new Refusal(
                    "The Fieldgate in %s belongs to another user; stop it as that user or as root."
                            .formatted(folder.root()));
        }
        Optional<ProcessIdentity> launcher =
                RunningStatus.ofLiving(folder).map(RunningStatus::launcher);
        if (launcher.isPresent()) {
            end(launcher.get());
        }
        try (InstallationLock _ = InstallationLock.acquire(folder)) {
            int leftovers = Leftovers.end(folder);
            if (launcher.isPresent()) {
                System.out.println("Fieldgate has stopped.");
            } else if (leftovers > 0) {
                System.out.println(
                        "Fieldgate was not running; ended %d processes that were left over."
                                .formatted(leftovers));
            } else {
                System.out.println("Fieldgate was not running.");
            }
        }
        return 0;
    }

    private static void end(ProcessIdentity launcher) throws InterruptedException {
        Signals.send(launcher.pid(), Signals.TERM);
        if (!launcher.awaitEnd(ORDERLY_LIMIT)) {
            Signals.send(launcher.pid(), Signals.KILL);
            boolean _ = launcher.awaitEnd(FORCED_LIMIT);
        }
    }
}
