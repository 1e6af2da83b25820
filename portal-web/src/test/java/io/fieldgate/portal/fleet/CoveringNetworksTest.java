package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;

/// The networks of future sites: what an admin may enter, and that the secure server is told.
@PortalTest
class CoveringNetworksTest {
    private static final VpnNetworks NETWORKS = new VpnNetworks(new UUID(1, 2), 0, true);

    @Autowired MockMvcTester web;
    @Autowired SitesFixture sites;

    private SitesFixture.Plant plant;

    @BeforeEach
    void aSecureServer() {
        plant = sites.plant(RoutingMode.ONE_TO_MANY, web);
    }

    @Test
    void theSecureServerIsToldOfThemUntilTheyAreTakenAway() {
        assertThat(told()).isNull();
        JsonNode changed =
                change(List.of(" 10.20.0.0/16 ", "", "fd40:0::/32", "10.20.0.0/16"))
                        .expect(200)
                        .json();
        assertThat(changed.path("coveringNetworks").toString())
                .isEqualTo("[\"10.20.0.0/16\",\"fd40::/32\"]");
        assertThat(told()).containsExactly("10.20.0.0/16", "fd40::/32");
        plant.change(Map.of("clientsReachClients", true)).expect(200);
        assertThat(told()).as("what is left out stays").hasSize(2);
        change(List.of()).expect(200);
        assertThat(told()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0.0.0.0/0      | default route
                    ::/0           | default route
                    10.0.0.0/7     | the widest subnet is a /8
                    127.0.0.0/8    | loopback
                    169.254.0.0/16 | link-local
                    fe80::/10      | link-local
                    100.64.0.0/10  | VPN network
                    10.20.0.1/16   | Did you mean 10.20.0.0/16?
                    everything     | such as 192.168.1.0/24
                    """)
    void whatCannotHoldSitesIsRefusedWithASentence(String network, String says) {
        Api.Answer answer = change(List.of("10.20.0.0/16", network));
        assertThat(answer.problem(400)).isEqualTo("invalid-input");
        assertThat(answer.json().path("detail").asString()).contains(says);
        assertThat(answer.json().toString()).contains("coveringNetworks");
        assertThat(told()).isNull();
    }

    @Test
    void thereAreSixteenAtMost() {
        List<String> many = IntStream.range(0, 17).mapToObj(i -> "10." + i + ".0.0/16").toList();
        assertThat(change(many).json().path("detail").asString()).contains("at most 16");
        change(many.subList(0, 16)).expect(200);
        assertThat(told()).hasSize(16);
    }

    @Test
    void withoutIpv6ThoseOfIpv6AreRefused() {
        plant.change(Map.of("ipv6", false, "coveringNetworks", List.of("fd40::/32"))).problem(400);
        plant.change(Map.of("ipv6", false, "coveringNetworks", List.of("10.20.0.0/16")))
                .expect(200);
    }

    @Test
    void theAddressThatClientsDialMustNotLieInThem() {
        CoveringNetworks wide = CoveringNetworks.parse(List.of("10.0.0.0/8"));
        assertThatThrownBy(() -> wide.check(NETWORKS, "10.1.2.3"))
                .hasMessageContaining("10.1.2.3, the address that nodes and clients dial");
        for (String elsewhere : List.of("198.51.100.1", "vpn.example.com", "2001:db8::1")) {
            assertThatCode(() -> wide.check(NETWORKS, elsewhere)).doesNotThrowAnyException();
        }
    }

    private Api.Answer change(List<String> networks) {
        return plant.change(Map.of("coveringNetworks", networks));
    }

    private @Nullable List<String> told() {
        return Objects.requireNonNull(plant.state().settings().traffic()).coveringNetworks();
    }
}
