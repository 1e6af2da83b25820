package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.device.Plc;
import io.fieldgate.e2e.device.Reach;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Plant;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who reaches whom in each routing mode, over IPv4 and IPv6, by TCP, UDP and ICMP, with stock
/// OpenVPN on both sides.
@ExtendWith(SharedInstallation.class)
class ModesTest {
    private static final String YES = "icmp=yes tcp=yes udp=yes";
    private static final String NO = "icmp=no tcp=no udp=no";

    @ParameterizedTest
    @CsvSource({
        "ONE_TO_MANY, false",
        "MANY_TO_MANY, true",
        "IDENTICAL_NETWORKS, false",
    })
    void theModeSaysWhoReachesWhom(
            String mode, boolean nodesReachNodes, SharedInstallation.Fixture shared) {
        boolean identical = mode.equals("IDENTICAL_NETWORKS");
        try (Plant plant = new Plant(shared, "Mode " + mode, mode)) {
            Site one = plant.node("one", "192.168.71").site();
            Site two = plant.node("two", identical ? "192.168.71" : "192.168.72").site();
            Namespace laptop = plant.client("mia").host();
            Namespace tablet = plant.client("tom").host();
            for (Namespace client : List.of(laptop, tablet)) {
                client.start(
                        Path.of("/dev/null"),
                        Site.java(),
                        "-cp",
                        Site.classes(),
                        Plc.class.getName(),
                        "client");
            }
            plant.awaitUp();
            if (identical) {
                plant.select("mia", "two");
                plant.awaitInForce();
            }
            for (boolean ipv6 : List.of(false, true)) {
                String family = ipv6 ? "IPv6, " : "IPv4, ";
                String own = ipv6 ? two.plcAddressIpv6() : two.plcAddress();
                String mia = plant.vpnAddress("mia", ipv6);
                String tom = plant.vpnAddress("tom", ipv6);
                expect(family + "client to device", laptop, own, YES);
                expect(family + "client to unique address", tablet, plant.plc("one", ipv6), YES);
                String node = plant.vpnAddress("one", ipv6);
                assertThat(laptop.comesToReach(node)).as(family + "client to node").isTrue();
                expect(family + "device to client", one.plc(), tom, YES);
                expect(family + "device to client", two.plc(), mia, YES);
                expect(family + "client to client", laptop, tom, NO);
                String other = plant.plc("two", ipv6);
                String subnet = ipv6 ? other + "/128" : other + "/32";
                one.router()
                        .attempt(
                                Duration.ofSeconds(5),
                                "ip",
                                ipv6 ? "-6" : "-4",
                                "route",
                                "replace",
                                subnet,
                                "dev",
                                "tun0");
                expect(family + "node to node", one.plc(), other, nodesReachNodes ? YES : NO);
            }
            shared.portal().change(plant.serverId(), "{\"clientsReachClients\":true}");
            for (boolean ipv6 : List.of(false, true)) {
                expect("switched on", laptop, plant.vpnAddress("tom", ipv6), YES);
            }
        }
    }

    /// OpenVPN before 2.7 cannot be told of a new route while it is connected.
    @ParameterizedTest
    @CsvSource({"ONE_TO_MANY, 192.168.83", "MANY_TO_MANY, 192.168.84"})
    void aSiteThatIsNewIsReachedWithoutDialingInAgain(
            String mode, String lan, SharedInstallation.Fixture shared) {
        try (Plant plant = new Plant(shared, "New site " + mode, mode)) {
            String networks = "[\"192.168.80.0/21\", \"fd00:192:168::/48\"]";
            shared.portal().change(plant.serverId(), "{\"coveringNetworks\":" + networks + "}");
            plant.awaitInForce();
            Plant.Member client = plant.client("mia");
            Plant.Member first = plant.node("first", "192.168.82");
            plant.awaitUp();
            Site added = plant.node("added", lan).site();
            plant.member("added").tunnel().awaitUp();
            List<Namespace> askers =
                    mode.equals("MANY_TO_MANY")
                            ? List.of(client.host(), first.site().plc())
                            : List.of(client.host());
            for (Namespace asker : askers) {
                for (String address : List.of(added.plcAddress(), added.plcAddressIpv6())) {
                    Duration took =
                            Eventually.until(
                                    address + " answers",
                                    Duration.ofSeconds(10),
                                    () -> asker.reaches(address));
                    System.out.println(
                            "new site answers at " + address + " after " + took.toMillis() + " ms");
                }
            }
            assertThat(client.tunnel().timesUp()).isEqualTo(1);
            assertThat(first.tunnel().timesUp()).isEqualTo(1);
            assertThat(client.host().run("ip", "route")).contains("192.168.80.0/21");
            assertThat(client.host().reaches("192.168.87.10")).as("nobody has it").isFalse();
        }
    }

    private static void expect(String what, Namespace from, String address, String expected) {
        if (expected.equals(YES)) {
            Eventually.value(
                    what, Duration.ofSeconds(30), () -> reach(from, address), expected::equals);
        } else {
            assertThat(reach(from, address)).as(what).isEqualTo(expected);
        }
    }

    private static String reach(Namespace from, String address) {
        String icmp = from.reaches(address) ? "yes" : "no";
        String line =
                from.run(
                        Site.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Site.classes(),
                        Reach.class.getName(),
                        address);
        return "icmp=" + icmp + line.strip().substring(address.length());
    }
}
