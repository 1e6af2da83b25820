package io.fieldgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.launcher.postgres.EmbeddedPostgres;
import io.fieldgate.launcher.postgres.PostgresBinaries;
import io.fieldgate.launcher.process.Child;
import io.fieldgate.launcher.process.ChildStatus;
import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.standin.CommandRun;
import io.fieldgate.launcher.standin.Eventually;
import io.fieldgate.launcher.standin.StandInJars;
import io.fieldgate.launcher.standin.TestFolder;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import io.fieldgate.launcher.system.Signals;
import io.fieldgate.launcher.system.UserIds;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The launcher's commands as processes, with the real PostgreSQL and stand-ins for the products.
class InstallationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static TestFolder shared;
    private static PostgresBinaries binaries;

    private final TestFolder folder = new TestFolder();
    private final DataFolder data = DataFolder.at(folder.path().resolve("data"));
    private final int port = Ports.freeLoopback(28443, Set.of());
    private CommandRun launcher;

    @BeforeAll
    static void unpackPostgresOnce() {
        // Not once for the class: a test that failed is run again after the folder was deleted.
        shared = new TestFolder();
        binaries = PostgresBinaries.unpack(shared.path(), Version.builtIn().postgres());
    }

    @AfterAll
    static void deletePostgres() throws Exception {
        shared.close();
    }

    @BeforeEach
    void build() throws Exception {
        Files.createDirectories(data.runtime());
        Files.createSymbolicLink(
                data.runtime().resolve(binaries.home().getFileName()), binaries.home());
        Path web = StandInJars.web(folder.path(), StandInJars.keyStore(folder.path()));
        launcher = new CommandRun(data, web, web, StandInJars.server(folder.path()));
    }

    @AfterEach
    void clean() throws Exception {
        launcher.run("down");
        folder.close();
    }

    @Test
    void upReturnsWhenThePortalAnswersAndDownLeavesNothing() throws Exception {
        String said = up().expect(0);
        assertThat(said)
                .contains("https://127.0.0.1:" + port)
                .contains("https://standin/setup?code=abc");
        assertThat(data.portalCa()).content().startsWith("-----BEGIN CERTIFICATE-----");

        assertThat(launcher.run("status").expect(0))
                .contains("https://127.0.0.1:" + port, "postgres", "pki", "portal", "running");
        assertThat(launcher.run("doctor").expect(0)).contains("All is well");
        assertThat(launcher.run("token", "create", "--role", "operator").expect(0))
                .isEqualTo("token-of-the-stand-in\n");

        assertThat(launcher.run("down").expect(0)).contains("has stopped");
        assertThat(processes()).isEmpty();
        assertThat(launcher.run("status").expect(3)).contains("not running");
        assertThat(launcher.run("down").expect(0)).contains("was not running");

        up().expect(0); // with what is remembered
    }

    @Test
    void aSecondUpSaysWhereTheFirstIs() throws Exception {
        up().expect(0);
        long pid = RunningStatus.ofLiving(data).orElseThrow().launcher().pid();
        assertThat(launcher.run("up", "--detach").expect(1))
                .contains("already", "https://127.0.0.1:" + port, Long.toString(pid));
        launcher.run("status").expect(0);
    }

    @Test
    void whatDiesIsStartedAgainAndNothingElseIsTouched() throws Exception {
        up().expect(0);
        int vpnPort = Ports.freeLoopback(port + 50, Set.of());
        String server = ensureServer(vpnPort);
        Eventually.until("the secure server runs", LIMIT, () -> !Ports.tcpFree(vpnPort));
        ChildStatus before = status("secure-server-" + server);
        for (String name : List.of("portal", "postgres", "pki")) {
            long killed = status(name).pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            Eventually.until(
                    name + " runs again",
                    LIMIT,
                    () -> status(name).pid() != 0 && status(name).pid() != killed);
            Eventually.until("all is well", LIMIT, () -> launcher.run("status").exitCode() == 0);
        }
        assertThat(status("secure-server-" + server)).isEqualTo(before);
    }

    @Test
    void aLauncherThatWasKilledLeavesNothingThatDownDoesNotEnd() throws Exception {
        up().expect(0);
        ensureServer(Ports.freeLoopback(port + 50, Set.of()));
        ProcessIdentity killed = RunningStatus.ofLiving(data).orElseThrow().launcher();
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        assertThat(killed.awaitEnd(LIMIT)).isTrue();
        assertThat(launcher.run("down").expect(0)).contains("left over");
        assertThat(processes()).isEmpty();
    }

    @Test
    void upAfterALauncherThatWasKilledStartsAllAgain() throws Exception {
        up().expect(0);
        int vpnPort = Ports.freeLoopback(port + 50, Set.of());
        ensureServer(vpnPort);
        ProcessIdentity killed = RunningStatus.ofLiving(data).orElseThrow().launcher();
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        assertThat(killed.awaitEnd(LIMIT)).isTrue();
        up().expect(0);
        launcher.run("status").expect(0);
        Eventually.until("the secure server runs", LIMIT, () -> !Ports.tcpFree(vpnPort));
    }

    @Test
    void aTakenPortIsNamedAndNothingIsStarted() throws Exception {
        try (ServerSocket _ = new ServerSocket(port)) {
            assertThat(up().expect(1)).contains(Integer.toString(port), "in use", "--port");
        }
        assertThat(processes()).isEmpty();
    }

    @Test
    void aProductThatDoesNotStartIsReportedWithItsWordsAndEverythingStops() throws Exception {
        Path broken = Files.writeString(folder.path().resolve("broken.jar"), "no jar");
        CommandRun other =
                new CommandRun(data, broken, launcher.pki(), StandInJars.server(folder.path()));
        assertThat(
                        other.run("up", "--detach", "--host", "127.0.0.1", "--port", "" + port)
                                .expect(1))
                .contains("portal", "corrupt jarfile");
        assertThat(processes()).isEmpty();
        assertThat(launcher.run("status").expect(3)).contains("The last start");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:1/fieldgate?user=app&password=hush-hush";
        String said =
                launcher.run("up", "--detach", "--port", "" + port, "--database", url).expect(1);
        assertThat(said).contains("127.0.0.1:1", "cannot be reached").doesNotContain("hush");
        assertThat(data.settings()).content().doesNotContain("hush");
        assertThat(processes()).isEmpty();
    }

    @Test
    void anotherDatabaseIsOneSetting() throws Exception {
        try (TestFolder elsewhere = new TestFolder()) {
            DataFolder theirs = elsewhere.data();
            Account user =
                    Machine.isRoot()
                            ? new Account.Unprivileged(UserIds.free(Set.of()), false)
                            : new Account.Self();
            EmbeddedPostgres server =
                    new EmbeddedPostgres(
                            theirs, binaries, user, Ports.freeLoopback(port + 20, Set.of()));
            server.prepare();
            Child process = new Child(server.childSpec(), () -> {});
            process.start();
            try {
                Eventually.until("their database answers", LIMIT, () -> answers(server));
                DatabaseAccess access = server.access();
                String url =
                        access.url() + "?user=" + access.user() + "&password=" + access.password();
                launcher.run("up", "--detach", "--port", "" + port, "--database", url).expect(0);
                assertThat(launcher.run("status").expect(0)).contains("external database");
                assertThat(RunningStatus.ofLiving(data).orElseThrow().processes())
                        .extracting(ChildStatus::name)
                        .containsExactly("pki", "portal");
                assertThat(data.postgres()).doesNotExist();
                launcher.run("down").expect(0);
                launcher.run("up", "--detach").expect(0); // it is remembered
            } finally {
                launcher.run("down");
                process.stop();
            }
        }
    }

    private static boolean answers(EmbeddedPostgres server) {
        try {
            server.ensureRoleAndDatabase();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Test
    void aSignalToTheForegroundLauncherEndsAllOfIt() throws Exception {
        Process foreground =
                launcher.start("up", "--host", "127.0.0.1", "--port", Integer.toString(port));
        Eventually.until(
                "it is ready",
                LIMIT,
                () ->
                        RunningStatus.ofLiving(data)
                                .filter(s -> s.phase() == RunningStatus.Phase.READY)
                                .isPresent());
        Signals.send(foreground.pid(), Signals.INT);
        assertThat(foreground.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(processes()).isEmpty();
    }

    @Test
    void commandsOnAFolderWithoutAnInstallationSaySo() throws Exception {
        assertThat(launcher.run("status").expect(1)).contains("no Fieldgate");
        assertThat(launcher.run("down").expect(1)).contains("no Fieldgate");
        assertThat(launcher.run("token", "create", "--role", "operator").expect(1))
                .contains("no Fieldgate");
    }

    private CommandRun.Result up() throws Exception {
        return launcher.run(
                "up",
                "--detach",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--vpn-ports",
                (port + 50) + "-" + (port + 99));
    }

    private ChildStatus status(String name) {
        return RunningStatus.ofLiving(data).orElseThrow().processes().stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String ensureServer(int vpnPort) throws Exception {
        String id = UUID.randomUUID().toString();
        HostRequest request =
                new HostRequest.Ensure(
                        new InstanceSpec(id, vpnPort, "https://127.0.0.1:1", "", null, 32));
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(data.hostSocket()));
            channel.write(
                    StandardCharsets.UTF_8.encode(
                            ContractJson.MAPPER.writeValueAsString(request) + "\n"));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            assertThat(channel.read(answer)).isPositive();
            assertThat(StandardCharsets.UTF_8.decode(answer.flip()).toString()).contains(id);
        }
        return id;
    }

    /// All processes that name the data folder.
    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .map(InstallationTest::read)
                .filter(line -> line.contains(data.root().toString()))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }
}
