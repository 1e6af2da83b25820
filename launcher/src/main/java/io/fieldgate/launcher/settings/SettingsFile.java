package io.fieldgate.launcher.settings;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes `fieldgate.json`. Unknown, missing and wrong values are refused: a setting that
/// is silently not in force is worse than none.
public final class SettingsFile {
    private static final JsonMapper STRICT =
            ContractJson.MAPPER
                    .rebuild()
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final DataFolder data;

    public SettingsFile(DataFolder data) {
        this.data = data;
    }

    /// The settings; empty before the first `up`.
    ///
    /// @throws Refusal when the file cannot be understood
    public Optional<Settings> read() {
        if (Files.notExists(data.settings())) {
            return Optional.empty();
        }
        try {
            Settings settings = STRICT.readValue(WholeFile.read(data.settings()), Settings.class);
            if (settings == null) {
                throw damaged("it holds nothing", null);
            }
            return Optional.of(settings);
        } catch (IOException e) {
            throw new Refusal(
                    "The settings file %s cannot be read: %s. Is this the user who made the installation?"
                            .formatted(data.settings(), Machine.reason(e)),
                    e);
        } catch (JacksonException e) {
            throw damaged(e.getOriginalMessage(), e);
        }
    }

    private Refusal damaged(String how, @Nullable Exception cause) {
        return new Refusal(
                "The settings file %s is damaged (%s). Put it right or restore it from a backup; nothing has been changed."
                        .formatted(data.settings(), how),
                cause);
    }

    public void write(Settings settings) {
        try {
            WholeFile.write(
                    data.run(),
                    data.settings(),
                    STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n",
                    "rw-r--r--",
                    new Account.Self());
        } catch (IOException e) {
            throw new Refusal(
                    "The settings file %s cannot be written: %s."
                            .formatted(data.settings(), Machine.reason(e)),
                    e);
        }
    }
}
