package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.device.ModbusMaster;
import io.fieldgate.e2e.device.Plc;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Profiles;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Site;
import io.fieldgate.e2e.support.StockClient;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The main job: stock OpenVPN on both sides, a PLC behind the node, no address translation.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private SharedInstallation.Fixture fixture;
    private String serverId;
    private Site site;
    private String nodeId;
    private StockClient node;
    private Namespace laptop;
    private String clientId;
    private String clientProfile;

    @BeforeAll
    void anAdminAddsANodeAndAClient(SharedInstallation.Fixture shared) {
        fixture = shared;
        String tenant = shared.portal().tenant("Main job");
        serverId = shared.portal().secureServer(tenant, "Plant");
        nodeId = shared.portal().node(serverId, "Pump 07");
        clientId = shared.portal().client(serverId, "Engineer's laptop");
        site = Site.build(shared.lab(), "pump", "192.168.10");
        node =
                StockClient.start(
                                site.router(),
                                Profiles.announcing(
                                        shared.portal().nodeProfile(nodeId), site.subnet()))
                        .awaitUp();
        shared.portal().awaitNodeState(nodeId, "ONLINE");
        laptop = shared.lab().host("laptop");
        clientProfile = shared.portal().clientProfile(clientId);
    }

    @AfterAll
    void tunnelsEnd() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void anEngineerReachesThePlcByItsOwnAddress(String transport) {
        try (StockClient client =
                StockClient.start(laptop, Profiles.only(transport, clientProfile)).awaitUp()) {
            assertThat(laptop.comesToReach(site.plcAddress())).as("ping").isTrue();
            String clientAddress =
                    fixture.portal().readClient(clientId).path("vpnAddress").asString();
            assertThat(laptop.run("curl", "-sS", "-m", "10", "http://" + site.plcAddress() + "/"))
                    .as("no address is translated")
                    .isEqualTo("pump " + clientAddress);
            assertThat(modbus(site.plcAddress(), "7", "3").strip()).isEqualTo("7 8 9");
            assertThat(
                            laptop.run(
                                    "sh",
                                    "-c",
                                    "curl -sS -m 50 http://"
                                            + site.plcAddress()
                                            + "/bulk | sha256sum"))
                    .startsWith(bulkSha256());
            assertThat(site.plc().comesToReach(clientAddress)).as("device to client").isTrue();
            assertThat(client.timesUp()).isEqualTo(1);
        }
    }

    @Test
    void theNodesSubnetAppearsByItself() {
        assertThat(fixture.portal().readNode(nodeId).path("subnets").toString())
                .contains("\"prefix\":\"192.168.10.0/24\"")
                .contains("ANNOUNCED");
    }

    @Test
    void nodesDoNotReachEachOther() {
        Site other = Site.build(fixture.lab(), "other", "192.168.20");
        String otherId = fixture.portal().node(serverId, "Pump 08");
        try (StockClient otherNode =
                        StockClient.start(
                                        other.router(),
                                        Profiles.announcing(
                                                fixture.portal().nodeProfile(otherId),
                                                other.subnet()))
                                .awaitUp();
                StockClient client =
                        StockClient.start(laptop, Profiles.only("udp", clientProfile)).awaitUp()) {
            assertThat(laptop.comesToReach(other.plcAddress())).as("client to new node").isTrue();
            other.router().run("ip", "route", "add", site.subnet(), "dev", "tun0");
            assertThat(other.router().reaches(site.plcAddress())).as("node to LAN").isFalse();
            String nodeAddress = fixture.portal().readNode(nodeId).path("vpnAddress").asString();
            assertThat(other.router().reaches(nodeAddress)).as("node to node").isFalse();
            assertThat(otherNode.alive() && client.alive()).isTrue();
        }
    }

    @Test
    void aSpoofedSourceIsDroppedAndCounted() {
        try (StockClient client =
                StockClient.start(laptop, Profiles.only("udp", clientProfile)).awaitUp()) {
            laptop.run("ip", "addr", "add", "203.0.113.9/32", "dev", "tun0");
            assertThat(
                            laptop.attempt(
                                            Duration.ofSeconds(5),
                                            "ping",
                                            "-n",
                                            "-c",
                                            "3",
                                            "-i",
                                            "0.2",
                                            "-W",
                                            "1",
                                            "-I",
                                            "203.0.113.9",
                                            site.plcAddress())
                                    .exitCode())
                    .isNotZero();
            laptop.run("ip", "addr", "del", "203.0.113.9/32", "dev", "tun0");
            Eventually.until(
                    "the drop is counted",
                    Duration.ofSeconds(20),
                    () ->
                            fixture.portal()
                                            .api()
                                            .get("/secure-servers/" + serverId)
                                            .expect(200)
                                            .json()
                                            .path("droppedPackets")
                                            .path("SPOOFED_SOURCE")
                                            .asLong(0)
                                    >= 3);
            assertThat(laptop.comesToReach(site.plcAddress())).isTrue();
            assertThat(client.timesUp()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionLivesThroughRenegotiation() throws Exception {
        try (StockClient client =
                StockClient.start(
                                laptop,
                                Profiles.only("udp", clientProfile),
                                "--reneg-sec",
                                "5",
                                "--verb",
                                "4")
                        .awaitUp()) {
            assertThat(
                            laptop.attempt(
                                            Duration.ofSeconds(60),
                                            Site.java(),
                                            "-cp",
                                            Site.classes(),
                                            ModbusMaster.class.getName(),
                                            site.plcAddress(),
                                            "1",
                                            "2",
                                            "18")
                                    .orThrow())
                    .contains("polls");
            assertThat(client.occurrences("Data Channel: cipher|Outgoing Data Channel: Cipher"))
                    .as("keys were renewed\n" + client.log())
                    .isGreaterThanOrEqualTo(3);
            assertThat(client.timesUp()).isEqualTo(1);
        }
    }

    private String modbus(String address, String first, String count) {
        return laptop.run(
                Site.java(),
                "-cp",
                Site.classes(),
                ModbusMaster.class.getName(),
                address,
                first,
                count);
    }

    private static String bulkSha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Plc.bulk(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
