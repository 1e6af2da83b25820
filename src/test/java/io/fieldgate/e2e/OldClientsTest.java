package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Api;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.Profiles;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.StockClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Profiles for OpenVPN 2.4 and older devices, and the switch that lets them in. The stock client
/// here is newer, but uses only what those have: a shared tls-crypt key and AES-256-CBC.
@ExtendWith(SharedInstallation.class)
class OldClientsTest {
    private static final String[] OLD_CIPHER = {
        "--cipher", "AES-256-CBC", "--data-ciphers", "AES-256-CBC"
    };

    private Portal portal;
    private String serverId;
    private String clientId;
    private Namespace device;

    @BeforeEach
    void aClient(SharedInstallation.Fixture shared) {
        portal = shared.portal();
        serverId = portal.secureServer(portal.tenant("Old " + System.nanoTime()), "Plant");
        clientId = portal.client(serverId, "Old panel");
        device = shared.lab().host("old");
    }

    @Test
    void oldDevicesComeInOnlyWhileTheSwitchIsOn() {
        assertThat(oldProfile().status()).isEqualTo(409);
        switchTo(true);
        String profile = oldProfile().expect(200).body();
        assertThat(profile).contains("<tls-crypt>").doesNotContain("tls-crypt-v2");
        try (StockClient client =
                StockClient.start(device, Profiles.only("udp", profile), OLD_CIPHER).awaitUp()) {
            assertThat(device.comesToReach(gateway())).isTrue();
            Eventually.until(
                    "the session is shown with its cipher",
                    Duration.ofSeconds(20),
                    () ->
                            portal.api()
                                    .get("/secure-servers/" + serverId + "/sessions")
                                    .body()
                                    .contains("\"cipher\":\"AES-256-CBC\""));
            switchTo(false);
            client.awaitLog("SIGUSR1", 1, Duration.ofSeconds(20));
            Eventually.throughout("kept out", Duration.ofSeconds(8), () -> client.timesUp() == 1);
            switchTo(true);
            client.awaitUp(2);
        }
    }

    @Test
    void modernProfilesStayAsTheyAre() {
        switchTo(true);
        String profile = portal.clientProfile(clientId);
        assertThat(profile).contains("<tls-crypt-v2>").doesNotContain("CBC");
        try (StockClient client =
                StockClient.start(device, Profiles.only("tcp", profile)).awaitUp()) {
            assertThat(client.log()).contains("AES-256-GCM");
        }
    }

    private Api.Answer oldProfile() {
        return portal.api().call("POST", "/clients/" + clientId + "/profile?oldClient=true", null);
    }

    private void switchTo(boolean on) {
        portal.change(serverId, "{\"oldClients\":" + on + "}");
    }

    private String gateway() {
        return portal.api()
                .get("/secure-servers/" + serverId)
                .expect(200)
                .json()
                .path("network")
                .asString()
                .replaceFirst("0/18$", "1");
    }
}
