package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Api;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Installation;
import io.fieldgate.e2e.support.Lab;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.Processes;
import io.fieldgate.e2e.support.Shell;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The commands of `./fieldgate`, as a first user gives them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstallationTest {
    private static final int PORT = 9443;

    private Lab lab;
    private Installation installation;

    @BeforeAll
    void up() {
        lab = new Lab();
        installation = Installation.up(PORT);
    }

    @AfterAll
    void down() {
        installation.close();
        lab.close();
    }

    @Test
    void upPrintsTheAddressAndAOneTimeSetupLink() {
        assertThat(installation.upOutput()).contains(installation.address());
        assertThat(installation.setupLink()).startsWith(installation.address() + "/setup?code=");
    }

    @Test
    void aSecondUpOnTheSameDataSaysSo() {
        Shell.Result second =
                installation.command("up", "--detach", "--port", Integer.toString(PORT));
        assertThat(second.exitCode()).isNotZero();
        assertThat(second.output()).containsIgnoringCase("already");
    }

    @Test
    void statusTellsWhatRuns() {
        Shell.Result status = installation.command("status");
        assertThat(status.orThrow())
                .containsIgnoringCase("portal")
                .containsIgnoringCase("pki")
                .containsIgnoringCase("postgres")
                .contains(installation.address());
    }

    @Test
    void doctorFindsNothingMissing() {
        Shell.Result doctor = installation.command("doctor");
        assertThat(doctor.exitCode()).as(doctor.output()).isZero();
    }

    @Test
    void tokenCreatePrintsTheTokenAlone() {
        Shell.Result token = installation.command("token", "create", "--role", "operator");
        assertThat(token.orThrow().strip()).matches("[A-Za-z0-9_.-]{32,}");
    }

    @Test
    void stoppingAndStartingAgainKeepsEverythingAndLeavesNoProcess() {
        Portal portal = new Portal(installation.api());
        String tenant = portal.tenant("Kept");
        String server = portal.secureServer(tenant, "Plant");
        String profile = portal.clientProfile(portal.client(server, "Laptop"));

        assertThat(installation.command("down").exitCode()).isZero();
        Eventually.until(
                "no process is left: " + Processes.of(installation),
                Duration.ofSeconds(10),
                () -> Processes.of(installation).isEmpty());
        assertThat(installation.command("status").exitCode()).isNotZero();

        Installation again = Installation.up(installation.data(), PORT);
        Api api = again.api();
        assertThat(api.get("/tenants").expect(200).body()).contains("Kept");
        new Portal(api).awaitRunning(server);
        assertThat(profile).contains("remote " + Lab.SERVER_ADDRESS);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        Path data = installation.data().resolveSibling("other");
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("0.0.0.0", PORT + 50));
            Shell.Result up =
                    Shell.attempt(
                            Duration.ofMinutes(2),
                            List.of(
                                    Path.of(System.getenv("FIELDGATE_ROOT"), "fieldgate")
                                            .toString(),
                                    "up",
                                    "--detach",
                                    "--data",
                                    data.toString(),
                                    "--port",
                                    Integer.toString(PORT + 50)));
            assertThat(up.exitCode()).isNotZero();
            assertThat(up.output())
                    .contains(Integer.toString(PORT + 50))
                    .containsIgnoringCase("in use");
        }
        assertThat(Files.exists(data.resolve("postgres/postmaster.pid"))).isFalse();
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(
                        Shell.attempt(
                                        Duration.ofSeconds(60),
                                        List.of(
                                                Path.of(
                                                                System.getenv("FIELDGATE_ROOT"),
                                                                "fieldgate")
                                                        .toString(),
                                                "--help"))
                                .orThrow())
                .contains("up", "down", "status", "doctor", "test", "token");
    }
}
