package io.fieldgate.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.standin.TestFolder;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private final TestFolder folder = new TestFolder();

    @AfterEach
    void clean() throws IOException {
        folder.close();
    }

    @Test
    void aClockFarFromThisProgramIsWrong() {
        assertThat(MachineChecks.clock(Instant.EPOCH).passed()).isFalse();
        assertThat(MachineChecks.clock(Instant.parse("2024-12-31T23:59:59Z")).remedy())
                .contains("clock");
        assertThat(MachineChecks.clock(Instant.parse("2026-01-01T00:00:00Z")).passed()).isTrue();
        assertThat(MachineChecks.clock(Instant.parse("2061-01-01T00:00:00Z")).passed()).isFalse();
    }

    @Test
    void theMachineThatRunsTheTestsIsFitForFieldgate() {
        assertThat(MachineChecks.all()).allMatch(Finding::passed);
    }

    @Test
    void aFolderNotYetMadeIsFine() {
        DataFolder data = DataFolder.at(folder.path().resolve("not/yet"));
        assertThat(checks(data, Ports.freeLoopback(27443, Set.of()))).allMatch(Finding::passed);
        assertThat(folder.path()).isEmptyDirectory();
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(checks(folder.data(), taken.getLocalPort()))
                    .filteredOn(finding -> !finding.passed())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.found()).contains("" + taken.getLocalPort());
                        assertThat(finding.remedy()).contains("--port");
                    });
        }
    }

    @Test
    void aFolderThatUnprivilegedUsersCannotReachIsNamedToRoot() throws IOException {
        assertThat(Machine.isRoot()).as("the tests run as root: sudo ./fieldgate test").isTrue();
        Path closed = Files.createDirectory(folder.path().resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThat(checks(DataFolder.at(closed.resolve("data")), 27443))
                .filteredOn(finding -> finding.subject().equals("data folder"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("chmod o+x"));
    }

    private static List<Finding> checks(DataFolder data, int port) {
        Settings settings =
                new Settings(
                        "localhost",
                        port,
                        port + 1,
                        port + 2,
                        port + 3,
                        "27600-27699",
                        Settings.Database.EMBEDDED,
                        Map.of());
        return new InstallationChecks(data, Optional.of(settings), false).all();
    }
}
