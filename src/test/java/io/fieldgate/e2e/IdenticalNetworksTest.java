package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.device.ModbusMaster;
import io.fieldgate.e2e.device.Plc;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Plant;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three sites with the same subnet and the same device address, two engineers, a third-party
/// engineer and a historian, all with stock OpenVPN.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdenticalNetworksTest {
    private static final String PLC = "192.168.1.10";
    private static final String PLC_IPV6 = "fd00:192:168:1::10";
    private static final List<String> SITES = List.of("north", "south", "west");

    private Plant plant;

    @BeforeAll
    void threeSitesWithTheSameSubnet(SharedInstallation.Fixture shared) {
        plant = new Plant(shared, "Identical", "IDENTICAL_NETWORKS");
        SITES.forEach(site -> plant.node(site, "192.168.1"));
        plant.client("anna");
        plant.client("ben");
        plant.client("guest");
        plant.client("historian");
        plant.awaitUp();
    }

    @AfterAll
    void tunnelsEnd() {
        plant.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLC, "[" + PLC_IPV6 + "]"})
    void aSwitchIsInForceOnTheRunningTunnel(String address) {
        Namespace laptop = plant.member("anna").host();
        for (String site : List.of("north", "south", "west", "north")) {
            plant.select("anna", site);
            Duration took =
                    Eventually.until(
                            site + " answers",
                            Duration.ofSeconds(10),
                            () -> name(laptop, address).equals(site));
            System.out.println(site + " answers " + address + " after " + took.toMillis() + " ms");
        }
        assertThat(plant.member("anna").tunnel().timesUp()).isEqualTo(1);
    }

    @Test
    void engineersAreAtDifferentSitesAtTheSameTime() {
        plant.select("anna", "north");
        plant.select("ben", "south");
        plant.awaitInForce();
        for (int i = 0; i < 5; i++) {
            assertThat(name(plant.member("anna").host(), PLC)).isEqualTo("north");
            assertThat(name(plant.member("ben").host(), PLC)).isEqualTo("south");
        }
        plant.select("ben", "north");
        plant.awaitInForce();
        assertThat(name(plant.member("ben").host(), PLC)).isEqualTo("north");
        assertThat(name(plant.member("anna").host(), PLC)).isEqualTo("north");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theUniqueAddressesOfAllSitesAnswerWhateverIsSelected(boolean ipv6) {
        plant.select("anna");
        plant.awaitInForce();
        Namespace laptop = plant.member("anna").host();
        Map<String, String> answers = new TreeMap<>();
        SITES.parallelStream()
                .forEach(site -> {
                    String answer = name(laptop, url(plant.plc(site, ipv6)));
                    synchronized (answers) {
                        answers.put(site, answer);
                    }
                });
        assertThat(answers).isEqualTo(Map.of("north", "north", "south", "south", "west", "west"));
        assertThat(laptop.comesToReach(plant.plc("west", ipv6))).as("ping").isTrue();
    }

    @Test
    void afterASwitchNoPacketOfTheOldSitesConnectionsComesToTheNewSite() throws Exception {
        plant.select("ben", "north");
        plant.awaitInForce();
        Namespace laptop = plant.member("ben").host();
        Path polls = Files.createTempFile("e2e-polls", ".txt");
        Path capture = Files.createTempFile("e2e-capture", ".txt");
        Process master =
                laptop.start(
                        polls,
                        Site.java(),
                        "-cp",
                        Site.classes(),
                        ModbusMaster.class.getName(),
                        PLC,
                        "1",
                        "2",
                        "600");
        String ports = "ss -Htn state established dst " + PLC + " | awk '{print $3}'";
        String port =
                Eventually.value(
                        "a connection to the old site",
                        Duration.ofSeconds(20),
                        () -> laptop.run("sh", "-c", ports).strip(),
                        found -> !found.isEmpty());
        port = port.substring(port.lastIndexOf(':') + 1);
        Process dump =
                plant.member("south")
                        .site()
                        .plc()
                        .start(capture, "tcpdump", "-l", "-n", "-i", "eth0", "tcp", "port", "502");
        Eventually.until(
                "the capture runs",
                Duration.ofSeconds(10),
                () -> text(capture).contains("listening on"));
        plant.select("ben", "south");
        assertThat(master.onExit().get(20, java.util.concurrent.TimeUnit.SECONDS).exitValue())
                .as("the connection is reset")
                .isNotZero();
        String newConnection =
                laptop.run(
                        Site.java(),
                        "-cp",
                        Site.classes(),
                        ModbusMaster.class.getName(),
                        PLC,
                        "7",
                        "2");
        assertThat(newConnection.strip()).isEqualTo("7 8");
        Eventually.until(
                "the new connection is captured",
                Duration.ofSeconds(10),
                () -> text(capture).contains(".502: Flags"));
        dump.destroy();
        assertThat(text(capture))
                .doesNotContain("." + port + " >")
                .doesNotContain("." + port + ":");
    }

    @Test
    void threeSitesSpeakToOneHistorianAtOnceAndEachGetsItsOwnReplies() {
        Namespace host = plant.member("historian").host();
        host.start(
                Path.of("/dev/null"),
                Site.java(),
                "-cp",
                Site.classes(),
                Plc.class.getName(),
                "historian");
        for (boolean ipv6 : List.of(false, true)) {
            String address = url(plant.vpnAddress("historian", ipv6));
            List<String> expected = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            for (String site : SITES) {
                expected.add("historian " + plant.plc(site, ipv6));
                Namespace device = plant.member(site).site().plc();
                seen.add(
                        Eventually.value(
                                "the historian answers " + site,
                                Duration.ofSeconds(20),
                                () -> get(device, address),
                                answer -> answer.startsWith("historian ")));
            }
            assertThat(seen).as("the historian tells sites apart").isEqualTo(expected);
            SITES.parallelStream()
                    .forEach(site -> {
                        for (int i = 0; i < 10; i++) {
                            assertThat(get(plant.member(site).site().plc(), address))
                                    .isEqualTo("historian " + plant.plc(site, ipv6));
                        }
                    });
        }
    }

    @Test
    void aThirdPartyReachesOnlyWhatItsRulesAllowAndIsPushedNothingElse() {
        Plant.Member guest = plant.member("guest");
        plant.select("guest", "north");
        plant.call(
                "PUT",
                "/clients/" + guest.id() + "/rules",
                """
                [{"nodes": ["%s"], "subnets": ["192.168.1.0/24"], "protocol": "TCP",
                  "ports": ["80"], "effect": "ALLOW"}]
                """
                        .formatted(plant.member("north").id()));
        plant.awaitInForce();
        assertThat(name(guest.host(), PLC)).isEqualTo("north");
        assertThat(name(guest.host(), plant.plc("north", false))).isEqualTo("north");
        assertThat(guest.host().reaches(PLC)).as("ping is not allowed").isFalse();
        assertThat(get(guest.host(), plant.plc("south", false))).isEmpty();
        try (var again = plant.dialAgain("guest")) {
            assertThat(again.log())
                    .contains("route 192.168.1.0 255.255.255.0")
                    .contains(plant.plc("north", false).replaceAll("10$", "0"))
                    .doesNotContain(plant.plc("south", false).replaceAll("10$", "0"))
                    .doesNotContain(plant.plc("west", false).replaceAll("10$", "0"))
                    .doesNotContain("route-ipv6 fd00:192:168:1");
        }
    }

    /// The laptop's own network is 192.168.1.0/24, too.
    @Test
    void aLaptopWhoseOwnNetworkIsTheSameReachesTheSite() {
        Namespace laptop = plant.host("home");
        laptop.run("ip", "link", "add", "lan0", "type", "veth", "peer", "name", "lan1");
        laptop.run("ip", "addr", "add", "192.168.1.50/24", "dev", "lan0");
        laptop.run("ip", "link", "set", "lan0", "up");
        laptop.run("ip", "link", "set", "lan1", "up");
        Plant.Member client = plant.client("home", laptop);
        client.tunnel().awaitUp();
        plant.select("home", "south");
        plant.awaitInForce();
        // Its own address there may go either way without more specific routes.
        assertThat(name(laptop, plant.plc("south", false))).as("unique address").isEqualTo("south");

        plant.call("PATCH", "/clients/" + client.id(), "{\"splitRoutes\":true}");
        plant.awaitInForce();
        try (var again = plant.dialAgain("home")) {
            assertThat(again.log())
                    .contains("route 192.168.1.0 255.255.255.128")
                    .contains("route 192.168.1.128 255.255.255.128");
            assertThat(name(laptop, PLC)).as("the site wins").isEqualTo("south");
        }
    }

    @Test
    void whoCannotReachADeviceIsToldWhy() {
        String ben = plant.member("ben").id();
        plant.select("ben");
        plant.awaitInForce();
        assertThat(why(ben, PLC)).isEqualTo("SITE");
        plant.select("ben", "north");
        plant.awaitInForce();
        assertThat(why(ben, PLC)).as("reachable").isEmpty();
        assertThat(why(ben, "192.168.1.77")).isEqualTo("DEVICE");
        assertThat(why(ben, "172.30.0.1")).isIn("TARGET", "SUBNET");
    }

    private String why(String client, String target) {
        long start = System.nanoTime();
        var answer =
                plant.call(
                        "POST", "/clients/" + client + "/why", "{\"target\":\"" + target + "\"}");
        System.out.println(
                target
                        + ": "
                        + answer.path("sentence").asString()
                        + ", after "
                        + Duration.ofNanos(System.nanoTime() - start).toMillis()
                        + " ms");
        return answer.path("hop").isString() ? answer.path("hop").asString() : "";
    }

    private static String url(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /// The first word that the device says; empty if it does not answer.
    private static String name(Namespace from, String address) {
        return get(from, address).split(" ", 2)[0];
    }

    private static String get(Namespace from, String address) {
        return from.attempt(
                        Duration.ofSeconds(10), "curl", "-sg", "-m", "3", "http://" + address + "/")
                .output()
                .strip();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
