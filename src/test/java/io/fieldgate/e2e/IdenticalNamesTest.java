package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.device.NameQuery;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Plant;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Site;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Names at two sites with the same subnet: asked through the tunnel by stock clients, and used.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdenticalNamesTest {
    private Plant plant;
    private String domain;
    private String gateway;
    private String gatewayIpv6;

    @BeforeAll
    void twoSitesWithTheSameSubnetAndADeviceOfTheSameName(SharedInstallation.Fixture shared) {
        plant = new Plant(shared, "Names", "IDENTICAL_NETWORKS");
        for (String site : new String[] {"east", "coast"}) {
            Plant.Member node = plant.node(site, "192.168.1");
            shared.portal()
                    .api()
                    .call(
                            "POST",
                            "/nodes/" + node.id() + "/devices",
                            "{\"name\":\"PLC 1\",\"address\":\"192.168.1.10\"}")
                    .expect(201);
        }
        plant.client("anna");
        plant.client("guest");
        plant.awaitUp();
        plant.call(
                "PUT",
                "/clients/" + plant.member("guest").id() + "/rules",
                "[{\"nodes\":[\"%s\"],\"protocol\":\"TCP\",\"effect\":\"ALLOW\"}]"
                        .formatted(plant.member("east").id()));
        plant.awaitInForce();
        JsonNode server = shared.portal().api().get("/secure-servers/" + plant.serverId()).json();
        domain = server.path("dnsDomain").asString();
        gateway = server.path("network").asString().replaceFirst("0/\\d+$", "1");
        String network = server.path("networkIpv6").asString();
        String[] octets = gateway.split("\\.", -1);
        gatewayIpv6 =
                network.substring(0, network.indexOf('/'))
                        + "%02x%02x:%x"
                                .formatted(
                                        Integer.parseInt(octets[0]),
                                        Integer.parseInt(octets[1]),
                                        Integer.parseInt(octets[2]) << 8
                                                | Integer.parseInt(octets[3]));
    }

    @AfterAll
    void tunnelsEnd() {
        plant.close();
    }

    @Test
    void aDevicesNameLeadsToTheDeviceOfItsSite() {
        for (String site : new String[] {"east", "coast"}) {
            String address = answer("anna", "plc-1." + site + "." + domain);
            assertThat(address).isEqualTo("NOERROR " + plant.plc(site, false));
            assertThat(says("anna", address.substring(8))).startsWith(site + " ");
        }
    }

    @Test
    void anAddressWrittenAsANameLeadsThereToo() {
        String ipv4 = answer("anna", "192-168-1-10.coast." + domain);
        assertThat(ipv4).isEqualTo("NOERROR " + plant.plc("coast", false));
        assertThat(says("anna", ipv4.substring(8))).startsWith("coast ");
        String ipv6 = ask("anna", gatewayIpv6, "fd00-192-168-1--10.east." + domain, "AAAA");
        assertThat(ipv6).isEqualTo("NOERROR " + plant.plc("east", true));
        assertThat(says("anna", "[" + ipv6.substring(8) + "]")).startsWith("east ");
    }

    @Test
    void whoMayNotReachASiteIsToldOfNoNameThere() {
        assertThat(answer("guest", "plc-1.east." + domain))
                .isEqualTo("NOERROR " + plant.plc("east", false));
        for (String name : new String[] {"plc-1.coast.", "192-168-1-10.coast.", "coast."}) {
            assertThat(answer("guest", name + domain)).as(name).isEqualTo("NXDOMAIN");
            assertThat(answer("anna", name + domain)).as(name).startsWith("NOERROR ");
        }
        assertThat(answer("guest", "nothing.east." + domain)).isEqualTo("NXDOMAIN");
    }

    @Test
    void namesOfOthersAreRefusedUnlessTheyAreForwarded() {
        assertThat(answer("anna", "www.example.com")).isEqualTo("REFUSED");
    }

    private String answer(String client, String name) {
        return ask(client, gateway, name, "A");
    }

    private String ask(String client, String server, String name, String type) {
        return plant.member(client)
                .host()
                .run(
                        Site.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Site.classes(),
                        NameQuery.class.getName(),
                        server,
                        name,
                        type)
                .strip();
    }

    private String says(String client, String address) {
        Namespace host = plant.member(client).host();
        return host.attempt(
                        Duration.ofSeconds(10), "curl", "-sg", "-m", "5", "http://" + address + "/")
                .output();
    }
}
