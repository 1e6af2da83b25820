package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.StockClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One click ends one tunnel, and no other.
@ExtendWith(SharedInstallation.class)
class RevocationTest {
    @Test
    void revokingAClientCutsItsTunnelWithinTwoSecondsAndRefusesItsReturn(
            SharedInstallation.Fixture fixture) {
        Portal portal = fixture.portal();
        String server = portal.secureServer(portal.tenant("Revocation"), "Plant");
        String lost = portal.client(server, "Lost laptop");
        String kept = portal.client(server, "Other laptop");
        Namespace lostLaptop = fixture.lab().host("lost");
        Namespace keptLaptop = fixture.lab().host("kept");
        String gateway = "100.64.0.1";
        String lostProfile = portal.clientProfile(lost);
        try (StockClient lostTunnel = StockClient.start(lostLaptop, lostProfile).awaitUp();
                StockClient keptTunnel =
                        StockClient.start(keptLaptop, portal.clientProfile(kept)).awaitUp()) {
            gateway = gatewayOf(lostLaptop);
            String address = gateway;
            assertThat(lostLaptop.comesToReach(address)).isTrue();

            portal.api()
                    .post("/clients/" + lost + "/revoke", Map.of("reason", "laptop stolen"))
                    .expect(200);
            Eventually.until(
                    "the tunnel is cut",
                    Duration.ofSeconds(2),
                    () ->
                            lostLaptop
                                            .attempt(
                                                    Duration.ofSeconds(2),
                                                    "ping",
                                                    "-n",
                                                    "-c",
                                                    "1",
                                                    "-W",
                                                    "0.3",
                                                    address)
                                            .exitCode()
                                    != 0);
            lostTunnel.awaitLog("AUTH_FAILED", 1, Duration.ofSeconds(60));
            assertThat(lostTunnel.timesUp()).isEqualTo(1);
            assertThat(portal.readClient(lost).path("state").asString()).isEqualTo("REVOKED");

            assertThat(keptLaptop.comesToReach(address)).isTrue();
            assertThat(keptTunnel.timesUp()).isEqualTo(1);
        }
        try (StockClient again = StockClient.start(lostLaptop, lostProfile)) {
            again.awaitLog("AUTH_FAILED", 1, Duration.ofSeconds(30));
            assertThat(again.timesUp()).isZero();
        }
    }

    @Test
    void aCertificateOfOneTenantIsRefusedByAnothersSecureServer(
            SharedInstallation.Fixture fixture) {
        Portal portal = fixture.portal();
        String serverA = portal.secureServer(portal.tenant("Tenant A"), "Plant A");
        String serverB = portal.secureServer(portal.tenant("Tenant B"), "Plant B");
        String profileA = portal.clientProfile(portal.client(serverA, "A"));
        String profileB = portal.clientProfile(portal.client(serverB, "B"));
        Namespace laptop = fixture.lab().host("cross");
        // B's addresses, CA and channel key, A's certificate and key: what a thief could put
        // together.
        String mixed =
                replaced(
                        replaced(profileB, "cert", block(profileA, "cert")),
                        "key",
                        block(profileA, "key"));
        try (StockClient thief = StockClient.start(laptop, mixed)) {
            thief.awaitLog("AUTH_FAILED|TLS Error|tls.*alert|SIGUSR1", 1, Duration.ofSeconds(70));
            assertThat(thief.timesUp()).isZero();
        }
        // And A's whole profile against B's port.
        String wrongDoor = profileA.replaceAll("(?m)^(remote \\S+) \\d+", "$1 " + portOf(profileB));
        try (StockClient lostOne = StockClient.start(laptop, wrongDoor)) {
            Eventually.throughout(
                    "not let in", Duration.ofSeconds(15), () -> lostOne.timesUp() == 0);
        }
        try (StockClient owner = StockClient.start(laptop, profileB)) {
            owner.awaitUp();
        }
    }

    private static String gatewayOf(Namespace laptop) {
        String address =
                laptop.run("sh", "-c", "ip -4 -o addr show dev tun0 | awk '{print $4}'").strip();
        String[] parts = address.split("[./]", -1);
        return parts[0] + "." + parts[1] + "." + (Integer.parseInt(parts[2]) & 0xC0) + ".1";
    }

    private static String portOf(String profile) {
        return profile.lines()
                .filter(line -> line.startsWith("remote "))
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[2];
    }

    private static String block(String profile, String tag) {
        int start = profile.indexOf("<" + tag + ">");
        int end = profile.indexOf("</" + tag + ">");
        return profile.substring(start, end);
    }

    private static String replaced(String profile, String tag, String block) {
        return profile.replace(block(profile, tag), block);
    }
}
