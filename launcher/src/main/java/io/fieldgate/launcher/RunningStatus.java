package io.fieldgate.launcher;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.launcher.process.ChildStatus;
import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// What a running launcher tells other commands, in `run/status.json`.
///
/// @param launcher which process it is
/// @param version of Fieldgate
/// @param address of the portal
/// @param phase of the whole
/// @param message what is going on, or why it failed
/// @param processes its children
record RunningStatus(
        ProcessIdentity launcher,
        String version,
        String address,
        Phase phase,
        String message,
        List<ChildStatus> processes) {
    enum Phase {
        STARTING,
        READY,
        STOPPING,
        FAILED
    }

    RunningStatus {
        processes = List.copyOf(processes);
    }

    /// The last word of a launcher, which may have ended since.
    static Optional<RunningStatus> read(DataFolder data) {
        try {
            return Optional.of(
                    ContractJson.MAPPER.readValue(WholeFile.read(file(data)), RunningStatus.class));
        } catch (IOException | JacksonException absentOrOther) {
            return Optional.empty();
        }
    }

    /// The word of a launcher that lives.
    static Optional<RunningStatus> ofLiving(DataFolder data) {
        return read(data).filter(status -> status.launcher().isAlive());
    }

    void write(DataFolder data) throws IOException {
        WholeFile.write(
                data.run(),
                file(data),
                ContractJson.MAPPER.writeValueAsString(this),
                "rw-------",
                new Account.Self());
    }

    static void delete(DataFolder data) throws IOException {
        Files.deleteIfExists(file(data));
    }

    private static Path file(DataFolder data) {
        return data.run().resolve("status.json");
    }
}
