package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Api;
import io.fieldgate.e2e.support.Clockwork;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Installation;
import io.fieldgate.e2e.support.Lab;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.Processes;
import io.fieldgate.e2e.support.Profiles;
import io.fieldgate.e2e.support.Shell;
import io.fieldgate.e2e.support.Site;
import io.fieldgate.e2e.support.SmallDisk;
import io.fieldgate.e2e.support.Squatters;
import io.fieldgate.e2e.support.StockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What an operator meets when the machine is unwell: a clear message, and nothing is lost.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final int PORT = 10443;
    private static final int FIRST_VPN_PORT = PORT + 100;
    private static final int LAST_VPN_PORT = PORT + 199;
    private static final int DISK_MEGABYTES = 760;

    /// A page or script that waits longer is taken for dead.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(4);

    private SmallDisk disk;
    private Lab lab;
    private Installation installation;
    private Portal portal;
    private String tenantId;
    private String serverId;
    private Site site;
    private String nodeId;

    /// For profiles: a new one makes the one before it worthless.
    private String spareId;

    private StockClient node;
    private Namespace laptop;
    private StockClient client;
    private Namespace secondLaptop;
    private String secondProfile;

    @BeforeAll
    void aTunnelIsUp() {
        lab = new Lab();
        disk = SmallDisk.ofMegabytes(DISK_MEGABYTES);
        installation = Installation.up(disk.path().resolve("data"), PORT);
        portal = new Portal(installation.api());
        tenantId = portal.tenant("Faults");
        serverId = portal.secureServer(tenantId, "Plant");
        nodeId = portal.node(serverId, "Pump");
        spareId = portal.node(serverId, "Spare");
        site = Site.build(lab, "fault", "192.168.40");
        node =
                StockClient.start(
                                site.router(),
                                Profiles.announcing(portal.nodeProfile(nodeId), site.subnet()))
                        .awaitUp();
        portal.awaitNodeState(nodeId, "ONLINE");
        laptop = lab.host("laptop");
        client =
                StockClient.start(
                                laptop,
                                portal.clientProfile(portal.client(serverId, "First laptop")))
                        .awaitUp();
        secondLaptop = lab.host("second");
        secondProfile = portal.clientProfile(portal.client(serverId, "Second laptop"));
        awaitPlc(laptop);
    }

    @AfterAll
    void allEnds() {
        client.close();
        node.close();
        installation.close();
        lab.close();
        disk.close();
    }

    @Test
    void upOnADiskThatIsTooSmallSaysSoAndLeavesNothing() throws IOException {
        try (SmallDisk small = SmallDisk.ofMegabytes(300)) {
            Path data = small.path().resolve("data");
            Shell.Result up = Installation.attemptUp(data, PORT + 300);
            assertThat(up.exitCode()).isNotZero();
            assertThat(up.output()).contains("MB free", data.toString(), "--data");
            assertThat(Files.exists(data)).isFalse();
            assertThat(Processes.naming(data)).isEmpty();
        }
    }

    @Test
    void aDiskThatFillsUpIsSaidAndNothingIsLost() {
        int timesUp = client.timesUp();
        List<String> kept = new ArrayList<>();
        String refusedName;
        disk.fill();
        try {
            refusedName = createUntilRefused(kept);
            problem(profileUntilRefused(), 503, "disk");
            awaitPlc(laptop);
            aStockClientConnectsAnew();
            assertThat(portal.readNode(nodeId).path("name").asString()).isEqualTo("Pump");
        } finally {
            disk.free();
        }
        Eventually.until(
                "creating works again",
                Duration.ofSeconds(20),
                () -> create(refusedName).status() == 201);
        portal.nodeProfile(spareId);
        portal.awaitRunning(serverId);
        assertThat(kept).allSatisfy(id -> assertThat(portal.readNode(id)).isNotEmpty());
        assertThat(client.timesUp()).isEqualTo(timesUp);
        assertThat(installation.command("down").exitCode()).isZero();
        installation = Installation.up(installation.data(), PORT);
        portal.awaitRunning(serverId);
        assertThat(kept).allSatisfy(id -> assertThat(portal.readNode(id)).isNotEmpty());
        client.awaitUp(timesUp + 1);
        portal.awaitNodeState(nodeId, "ONLINE");
        awaitPlc(laptop);
    }

    private String createUntilRefused(List<String> kept) {
        for (int i = 0; i < 300; i++) {
            String name = "Node on a full disk " + i;
            Api.Answer answer = create(name);
            if (answer.status() != 201) {
                problem(answer, 503, "disk is full");
                return name;
            }
            kept.add(answer.json().path("id").asString());
        }
        throw new AssertionError("the disk did not fill up");
    }

    /// The PKI's journal may have some room left in its last block.
    private Api.Answer profileUntilRefused() {
        return Eventually.value(
                "profiles need the PKI's journal",
                Duration.ofSeconds(20),
                () -> portal.api().call("POST", "/nodes/" + spareId + "/profile", null),
                answer -> answer.status() != 200);
    }

    @Test
    void aDatabaseThatHangsIsSaidInTimeAndTunnelsGoOn() {
        int timesUp = client.timesUp();
        try (Processes.Paused paused = Processes.pause(installation, "postgres")) {
            assertThat(paused.pids()).hasSizeGreaterThan(1);
            Api.Answer caught = portal.api().get("/nodes/" + nodeId); // maybe in mid-query
            problem(caught, 503, "database");
            theDatabaseIsMissed();
        }
        theDatabaseIsBack();
        assertThat(client.timesUp()).isEqualTo(timesUp);
    }

    @Test
    void aDatabaseThatIsGoneIsSaidInTimeAndTunnelsGoOn() throws IOException {
        int timesUp = client.timesUp();
        Path program = installation.program("postgres");
        Path away = program.resolveSibling("postgres.away");
        Files.move(program, away);
        try {
            Processes.kill(installation, "postgres");
            theDatabaseIsMissed();
            assertThat(installation.command("status").output())
                    .containsIgnoringCase("postgres")
                    .containsPattern("postgres +failing|postgres +waiting")
                    .contains("log/postgres.log");
        } finally {
            Files.move(away, program);
        }
        theDatabaseIsBack();
        assertThat(client.timesUp()).isEqualTo(timesUp);
    }

    private void theDatabaseIsMissed() {
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            Api.Answer answer = portal.api().get("/nodes/" + nodeId);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            problem(answer, 503, "database");
            assertThat(took).isLessThan(ANSWER_LIMIT);
        }
        awaitPlc(laptop);
        aStockClientConnectsAnew();
        problem(create("Without a database"), 503, "database");
    }

    private void theDatabaseIsBack() {
        Eventually.until(
                "the portal works again",
                Duration.ofSeconds(60),
                () -> portal.api().get("/nodes/" + nodeId).status() == 200);
        portal.awaitRunning(serverId);
        portal.awaitNodeState(nodeId, "ONLINE");
        awaitPlc(laptop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aVpnPortThatIsTakenIsPassedOver(String transport) {
        int next = nextVpnPort();
        try (Squatters others = new Squatters()) {
            if (transport.equals("udp")) {
                others.takeUdp(next);
            } else {
                others.takeTcp(next);
            }
            String id = portal.secureServer(tenantId, "Beside " + transport);
            assertThat(vpnPort(id)).isEqualTo(next + 1);
            String profile = portal.clientProfile(portal.client(id, "Laptop"));
            try (StockClient tunnel =
                    StockClient.start(secondLaptop, Profiles.only(transport, profile)).awaitUp()) {
                assertThat(tunnel.alive()).isTrue();
            }
            delete(id);
        }
    }

    @Test
    void aServerWithoutAnyFreePortSaysSoAndComesUpByItself() {
        try (Squatters others = new Squatters()) {
            int mine = vpnPort(serverId);
            for (int port = FIRST_VPN_PORT; port <= LAST_VPN_PORT; port++) {
                if (port != mine) {
                    others.takeUdp(port);
                }
            }
            String id =
                    portal.api()
                            .post(
                                    "/tenants/" + tenantId + "/secure-servers",
                                    Map.of("name", "No port", "mode", "ONE_TO_MANY"))
                            .expect(201)
                            .json()
                            .path("id")
                            .asString();
            JsonNode failed =
                    Eventually.value(
                            "it has failed",
                            Duration.ofSeconds(30),
                            () -> server(id),
                            server -> server.path("state").asString().equals("FAILED"));
            assertThat(failed.path("stateDetail").asString())
                    .contains("free for UDP and TCP", "--vpn-ports", "ss -ltunp");
            int freed = LAST_VPN_PORT - 7;
            others.leave(freed);
            portal.awaitRunning(id);
            assertThat(vpnPort(id)).isEqualTo(freed);
            delete(id);
        }
    }

    @Test
    void aClockThatIsFarOffIsSaidByDoctorAndUp() {
        Path data = disk.path().resolve("never");
        Shell.Result doctor =
                Installation.commandAt(Clockwork.at("2061-06-01 00:00:00"), data, "doctor");
        assertThat(doctor.exitCode()).isNotZero();
        assertThat(doctor.output()).containsPattern("FAIL +clock +2061-06-01");
        Shell.Result up =
                Installation.commandAt(Clockwork.at("2024-06-01 00:00:00"), data, "up", "--detach");
        assertThat(up.exitCode()).isNotZero();
        assertThat(up.output()).contains("The clock is wrong", "timedatectl");
        assertThat(Files.exists(data)).isFalse();
    }

    @Test
    void aClockBeforeTheInstallationWasMadeIsSaid() {
        Shell.Result doctor =
                Installation.commandAt(Clockwork.offBy("-30d"), installation.data(), "doctor");
        assertThat(doctor.exitCode()).isNotZero();
        assertThat(doctor.output())
                .containsPattern("FAIL +clock")
                .contains("certificates of this installation count from", "timedatectl");
    }

    @ParameterizedTest
    @CsvSource({"-400d,certificate is not yet valid", "+30y,certificate has expired"})
    void aStockClientWhoseClockIsWrongSaysWhy(String offBy, String words) {
        try (StockClient wrong =
                StockClient.startAt(Clockwork.offBy(offBy), secondLaptop, secondProfile)) {
            wrong.awaitLog("VERIFY ERROR.*" + words, 1, Duration.ofSeconds(20));
            assertThat(wrong.timesUp()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9m", "+9m"})
    void aStockClientMayBeNineMinutesOff(String offBy) {
        String fresh = portal.clientProfile(portal.client(serverId, "Off by " + offBy));
        try (StockClient wrong =
                StockClient.startAt(Clockwork.offBy(offBy), secondLaptop, fresh).awaitUp()) {
            awaitPlc(secondLaptop);
            assertThat(wrong.timesUp()).isEqualTo(1);
        }
    }

    @Test
    void withoutThePkiAllButNewProfilesWorks() {
        Processes.kill(installation, "pki");
        problem(
                portal.api().call("POST", "/nodes/" + spareId + "/profile", null),
                503,
                "PKI service");
        assertThat(create("Made without the PKI").status()).isEqualTo(201);
        assertThat(portal.readNode(nodeId).path("name").asString()).isEqualTo("Pump");
        awaitPlc(laptop);
        aStockClientConnectsAnew();
        Eventually.until(
                "profiles are issued again",
                Duration.ofSeconds(60),
                () ->
                        portal.api().call("POST", "/nodes/" + spareId + "/profile", null).status()
                                == 200);
        portal.awaitNodeState(nodeId, "ONLINE");
    }

    private void aStockClientConnectsAnew() {
        try (StockClient anew = StockClient.start(secondLaptop, secondProfile).awaitUp()) {
            awaitPlc(secondLaptop);
            assertThat(anew.timesUp()).isEqualTo(1);
        }
    }

    /// Some tries: a machine that is busy may take more than a second for a ping.
    private void awaitPlc(Namespace from) {
        Eventually.until(
                "the PLC answers", Duration.ofSeconds(15), () -> from.reaches(site.plcAddress()));
    }

    private Api.Answer create(String name) {
        return portal.api()
                .post(
                        "/secure-servers/" + serverId + "/nodes",
                        Map.of("name", name, "description", "x".repeat(200)));
    }

    private JsonNode server(String id) {
        return portal.api().get("/secure-servers/" + id).expect(200).json();
    }

    private int vpnPort(String id) {
        return server(id).path("endpoints").path(0).path("port").asInt();
    }

    /// The port that the portal would give to the next secure server.
    private int nextVpnPort() {
        return vpnPort(serverId) + 1;
    }

    private void delete(String id) {
        portal.api().delete("/secure-servers/" + id).expect(204);
        Path folder = installation.data().resolve("servers").resolve(id);
        Eventually.until(
                "the secure server is removed",
                Duration.ofSeconds(30),
                () -> Files.notExists(folder));
    }

    private static void problem(Api.Answer answer, int status, String word) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).containsIgnoringCase(word);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at io.");
    }
}
