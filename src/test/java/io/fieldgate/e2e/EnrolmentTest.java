package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Api;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.StockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A router makes its own key and redeems its activation code.
@ExtendWith(SharedInstallation.class)
class EnrolmentTest {
    @Test
    void aRouterWithAnActivationCodeBecomesTheNodeAndItsKeyNeverLeavesIt(
            SharedInstallation.Fixture fixture, @TempDir Path router) throws IOException {
        Portal portal = fixture.portal();
        String server = portal.secureServer(portal.tenant("Enrolment"), "Plant");
        JsonNode node =
                portal.api()
                        .post(
                                "/secure-servers/" + server + "/nodes",
                                Map.of("name", "Pump", "description", ""))
                        .json();
        Namespace host = fixture.lab().host("enrol");
        Path key = router.resolve("node.key");
        Path csr = router.resolve("node.csr");
        host.run(
                "openssl",
                "ecparam",
                "-name",
                "prime256v1",
                "-genkey",
                "-noout",
                "-out",
                key.toString());
        host.run(
                "openssl",
                "req",
                "-new",
                "-subj",
                "/CN=whatever",
                "-key",
                key.toString(),
                "-out",
                csr.toString());
        Map<String, String> call =
                Map.of(
                        "activationCode",
                        node.path("activationCode").asString().toLowerCase(Locale.ROOT),
                        "csr",
                        Files.readString(csr));
        Api device = portal.api().anonymous();
        JsonNode bundle = device.post("/enrolments", call).expect(201).json();
        String profile = bundle.path("profile").asString();
        assertThat(profile).doesNotContain("PRIVATE KEY");

        String nodeId = node.path("id").asString();
        assertThat(bundle.path("nodeId").asString()).isEqualTo(nodeId);
        try (StockClient tunnel =
                StockClient.start(host, profile.replace("key node.key", "key " + key)).awaitUp()) {
            portal.awaitNodeState(nodeId, "ONLINE");
            assertThat(tunnel.timesUp()).isEqualTo(1);
        }
        assertThat(device.post("/enrolments", call).expect(404).body()).contains("code");
    }
}
