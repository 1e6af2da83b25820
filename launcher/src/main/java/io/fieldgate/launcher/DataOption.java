package io.fieldgate.launcher;

import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.settings.SettingsFile;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--data DIR`, which every command takes.
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "folder of the installation; default: ~/.fieldgate, for root"
                            + " /var/lib/fieldgate")
    private @Nullable Path path;

    DataFolder folder() {
        Path said = path;
        return said == null ? DataFolder.byDefault() : DataFolder.at(said);
    }

    /// The settings of an installation that must exist.
    Settings settings() {
        DataFolder data = folder();
        return new SettingsFile(data)
                .read()
                .orElseThrow(() ->
                        new Refusal(
                                "There is no Fieldgate in %s. Start one with ./fieldgate up, or say where it is with --data DIR."
                                        .formatted(data.root())));
    }
}
