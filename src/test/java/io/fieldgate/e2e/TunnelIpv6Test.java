package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Installation;
import io.fieldgate.e2e.support.Lab;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.Profiles;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Shell;
import io.fieldgate.e2e.support.Site;
import io.fieldgate.e2e.support.StockClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// IPv6 inside and outside of the tunnels, and packets that do not fit, with stock OpenVPN on both
/// sides.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelIpv6Test {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Portal portal;
    private String serverId;
    private Site site;
    private StockClient node;
    private Namespace laptop;
    private String clientId;
    private String clientProfile;

    @BeforeAll
    void anAdminAddsANodeAndAClient(SharedInstallation.Fixture shared) {
        portal = shared.portal();
        serverId = portal.secureServer(portal.tenant("IPv6"), "Plant");
        String nodeId = portal.node(serverId, "Pump 06");
        clientId = portal.client(serverId, "Laptop 06");
        site = Site.build(shared.lab(), "six", "192.168.60");
        node =
                StockClient.start(
                                site.router(),
                                Profiles.announcing(
                                        portal.nodeProfile(nodeId),
                                        site.subnet() + " " + site.subnetIpv6()))
                        .awaitUp();
        portal.awaitNodeState(nodeId, "ONLINE");
        laptop = shared.lab().host("sixtop");
        clientProfile = portal.clientProfile(clientId);
    }

    @AfterAll
    void tunnelsEnd() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void anEngineerReachesThePlcByItsIpv6Address(String transport) throws Exception {
        try (StockClient client =
                StockClient.start(laptop, Profiles.only(transport, clientProfile)).awaitUp()) {
            String own = portal.readClient(clientId).path("vpnAddressIpv6").asString();
            assertThat(laptop.comesToReach(site.plcAddressIpv6()))
                    .as("ping\n" + client.log())
                    .isTrue();
            String seen = curl("http://[" + site.plcAddressIpv6() + "]/");
            assertThat(seen).startsWith("six ");
            assertThat(InetAddress.ofLiteral(seen.substring("six ".length())))
                    .as("no address is translated")
                    .isEqualTo(InetAddress.ofLiteral(own));
            assertThat(site.plc().comesToReach(own)).as("device to client").isTrue();
            assertThat(laptop.comesToReach(gatewayOf(own))).as("gateway").isTrue();
            assertThat(laptop.comesToReach(site.plcAddress())).as("IPv4 beside it").isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp6", "tcp6-client"})
    void aClientDialsOverIpv6(String protocol) {
        String profile = Profiles.dialling(Lab.SERVER_ADDRESS_IPV6, protocol, clientProfile);
        try (StockClient client = StockClient.start(laptop, profile).awaitUp()) {
            assertThat(client.log()).contains("[AF_INET6]" + Lab.SERVER_ADDRESS_IPV6);
            assertThat(laptop.comesToReach(site.plcAddress())).as("IPv4").isTrue();
            assertThat(laptop.comesToReach(site.plcAddressIpv6())).as("IPv6").isTrue();
        }
    }

    /// Without a socket for each address the kernel would answer both from the same one.
    @Test
    void theAddressThatWasDialledAnswers() {
        String second = "2001:db8:100::2";
        Shell.run("ip", "addr", "add", second + "/64", "dev", "fgwan", "nodad");
        try {
            String server = portal.secureServer(portal.tenant("Two addresses"), "Plant");
            String profile = portal.clientProfile(portal.client(server, "Laptop"));
            for (String dialled : List.of(second, Lab.SERVER_ADDRESS_IPV6)) {
                StockClient.start(laptop, Profiles.dialling(dialled, "udp6", profile))
                        .awaitUp()
                        .close();
            }
        } finally {
            Shell.run("ip", "addr", "del", second + "/64", "dev", "fgwan");
        }
    }

    @Test
    void whoSendsTooMuchForATunnelIsToldWhatFits() {
        portal.change(serverId, "{\"tunMtu\":1400}");
        try (StockClient client =
                StockClient.start(laptop, Profiles.only("udp", clientProfile)).awaitUp()) {
            assertThat(client.log()).contains("tun-mtu 1400");
            String ipv4 = portal.readClient(clientId).path("vpnAddress").asString();
            String ipv6 = portal.readClient(clientId).path("vpnAddressIpv6").asString();
            assertThat(site.plc().comesToReach(ipv4)).isTrue();
            assertThat(ping(ipv4, 1372).exitCode()).as("1400 bytes fit").isZero();
            assertThat(ping(ipv4, 1373).output()).containsPattern("(?i)mtu ?= ?1400");
            assertThat(ping(ipv6, 1352).exitCode()).as("1400 bytes fit").isZero();
            assertThat(ping(ipv6, 1353).output()).containsPattern("(?i)mtu ?= ?1400");
        } finally {
            portal.change(serverId, "{\"tunMtu\":1500}");
        }
    }

    @Test
    void withoutIpv6NobodyGetsAnIpv6Address() {
        int before = node.timesUp();
        portal.change(serverId, "{\"ipv6\":false}");
        try (StockClient client =
                StockClient.start(laptop, Profiles.only("udp", clientProfile)).awaitUp()) {
            assertThat(client.log()).doesNotContain("ifconfig-ipv6");
            assertThat(portal.readClient(clientId).path("vpnAddressIpv6").isNull()).isTrue();
            node.awaitUp(before + 1);
        } finally {
            portal.change(serverId, "{\"ipv6\":true}");
            node.awaitUp(before + 2);
        }
    }

    @Test
    void anInstallationMayBeDialledByAnIpv6Address() {
        try (Installation other = Installation.up(Lab.SERVER_ADDRESS_IPV6, 9443)) {
            Portal there = new Portal(other.api());
            String server = there.secureServer(there.tenant("Six"), "Plant");
            String profile = there.clientProfile(there.client(server, "Laptop"));
            String address = InetAddress.ofLiteral(Lab.SERVER_ADDRESS_IPV6).getHostAddress();
            assertThat(profile).containsPattern("(?m)^remote " + address + " \\d+ udp$");
            for (String transport : List.of("udp", "tcp")) {
                StockClient.start(laptop, Profiles.only(transport, profile)).awaitUp().close();
            }
        }
    }

    private String curl(String url) {
        return laptop.run("curl", "-sS", "-m", "10", url).strip();
    }

    private Shell.Result ping(String address, int payload) {
        String size = Integer.toString(payload);
        return site.plc()
                .attempt(
                        LIMIT, "ping", "-n", "-M", "do", "-c", "3", "-i", "0.3", "-W", "2", "-s",
                        size, address);
    }

    /// The first host of the /18 that an address is in.
    private static String gatewayOf(String address) {
        int lastGroup = address.lastIndexOf(':') + 1;
        int last = Integer.parseInt(address.substring(lastGroup), 16);
        return address.substring(0, lastGroup) + Integer.toHexString((last & 0xc000) + 1);
    }
}
