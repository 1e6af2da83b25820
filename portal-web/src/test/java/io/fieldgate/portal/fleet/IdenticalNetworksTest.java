package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/// Subnets and their mapped prefixes where sites use the same addresses.
@PortalTest
class IdenticalNetworksTest {
    @Autowired MockMvcTester web;
    @Autowired SitesFixture sites;

    private SitesFixture.Plant plant;
    private Api admin;

    @BeforeEach
    void aSecureServer() {
        plant = sites.plant(RoutingMode.IDENTICAL_NETWORKS, web);
        admin = plant.admin;
    }

    @Test
    void sitesWithTheSameSubnetGetMappedPrefixesOfTheirOwn() {
        UUID first = admin.node(plant.server, "Pump 07", "192.168.1.0/24", "fd12::/64");
        UUID second = admin.node(plant.server, "Pump 08", "192.168.1.0/24", "fd12::/64");
        plant.announce(second, "192.168.1.0/24", "172.16.0.0/16");
        List<Peer.Subnet> all =
                plant.state().peers().stream().flatMap(peer -> peer.subnets().stream()).toList();
        assertThat(all).hasSize(5);
        assertThat(all).extracting(Peer.Subnet::mappedPrefix).doesNotHaveDuplicates();
        for (Peer.Subnet subnet : all) {
            String mapped = String.valueOf(subnet.mappedPrefix());
            assertThat(mapped.substring(mapped.indexOf('/')))
                    .isEqualTo(subnet.prefix().substring(subnet.prefix().indexOf('/')));
        }
        assertThat(mapped(first, "192.168.1.0/24")).startsWith("198.18.");
        assertThat(mapped(first, "fd12::/64")).startsWith("fd");
    }

    @Test
    void aMappedPrefixComesBackWithItsSubnetAndIsNobodyElsesMeanwhile() {
        UUID first = admin.node(plant.server, "First", "192.168.1.0/24");
        String mapped = mapped(first, "192.168.1.0/24");
        admin.delete("/nodes/{id}/subnets?prefix=192.168.1.0/24", first).expect(204);
        UUID second = admin.node(plant.server, "Second", "192.168.1.0/24");
        assertThat(mapped(second, "192.168.1.0/24")).isNotEqualTo(mapped);
        plant.announce(first, "192.168.1.0/24");
        assertThat(mapped(first, "192.168.1.0/24")).isEqualTo(mapped);
        admin.post(Map.of("reason", "gone"), "/nodes/{id}/revoke", first).expect(200);
        UUID third = admin.node(plant.server, "Third", "192.168.1.0/24");
        assertThat(mapped(third, "192.168.1.0/24")).isNotEqualTo(mapped);
    }

    @Test
    void theSecureServerIsToldOfThePoolsThatAreInUse() {
        admin.node(plant.server, "Small", "192.168.1.0/24");
        assertThat(pools()).hasSize(2).startsWith("198.18.0.0/15");
        admin.node(plant.server, "Large", "172.16.0.0/12");
        assertThat(pools()).hasSize(3).startsWith("198.18.0.0/15", "10.128.0.0/9");
    }

    private List<String> pools() {
        return Objects.requireNonNull(
                Objects.requireNonNull(plant.state().settings().traffic()).mappedPools());
    }

    @Test
    void twoSubnetsOfOneNodeMustNotOverlap() {
        UUID node = admin.node(plant.server, "Pump", "10.1.0.0/16");
        Api.Answer answer =
                admin.post(Map.of("prefix", "10.1.7.0/24"), "/nodes/{id}/subnets", node);
        assertThat(answer.problem(409)).isEqualTo("subnet-overlaps");
        assertThat(answer.body()).contains("of the same node");
        plant.announce(node, "10.1.8.0/24", "10.2.0.0/16", "10.2.9.0/24");
        assertThat(plant.inForce(node)).containsExactly("10.1.0.0/16", "10.2.0.0/16");
    }

    @Test
    void aSubnetForWhichThereIsNoRoomIsRefusedWithWords() {
        Api.Answer answer = admin.newNode(plant.server, "Wide", "10.0.0.0/8");
        assertThat(answer.problem(409)).isEqualTo("subnet-overlaps");
        assertThat(answer.body()).contains("no room", "smaller subnet");
    }

    @Test
    void aRealSubnetMustNotOverlapTheUniqueAddressesOfAnother() {
        admin.node(plant.server, "First", "192.168.1.0/24");
        Api.Answer answer = admin.newNode(plant.server, "Lab", "198.18.0.0/15");
        answer.problem(409);
        assertThat(answer.body()).contains("unique addresses of \\\"First\\\"");
    }

    @Test
    void nodesHaveNamesInTheTenantsDomain() {
        UUID first = admin.node(plant.server, "Pumpe Süd");
        admin.node(plant.server, "Pumpe-sud");
        assertThat(plant.state().peers())
                .extracting(peer -> peer.site() == null ? "" : peer.site().label())
                .containsExactly("pumpe-sud", "pumpe-sud-2");
        String domain = Objects.requireNonNull(plant.state().settings().names()).domain();
        assertThat(domain).matches("tenant-[0-9a-f-]+\\.internal");
        assertThat(admin.get("/nodes/{id}", first).json().path("dnsName").asString())
                .isEqualTo("pumpe-sud." + domain);
        assertThat(
                        admin.get("/secure-servers/{id}", plant.server)
                                .json()
                                .path("dnsDomain")
                                .asString())
                .isEqualTo(domain);
        admin.post(Map.of("reason", "gone"), "/nodes/{id}/revoke", first).expect(200);
        UUID replaced = admin.node(plant.server, "Pumpe Süd");
        assertThat(admin.get("/nodes/{id}", replaced).json().path("dnsName").asString())
                .isEqualTo("pumpe-sud." + domain);
        assertThat(plant.peer(first).site()).isNull();
    }

    private String mapped(UUID node, String prefix) {
        return plant.peer(node).subnets().stream()
                .filter(subnet -> subnet.prefix().equals(prefix))
                .map(subnet -> String.valueOf(subnet.mappedPrefix()))
                .findFirst()
                .orElseThrow();
    }
}
