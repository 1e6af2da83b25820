package io.fieldgate.portal.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.portal.certificate.pki.PemFormat;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalWithPkiTest;
import io.fieldgate.portal.testing.TestPki;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PortalWithPkiTest
class ProfileDownloadTest {
    @Autowired private MockMvcTester web;
    @Autowired private ApiTokens tokens;
    @Autowired private Certificates certificates;
    @Autowired private ServerKeys serverKeys;
    @Autowired private TestPki pki;

    private Api api;
    private UUID tenant;
    private UUID server;

    @BeforeEach
    void aSecureServer() {
        api = Api.as(web, tokens, Role.OPERATOR, null);
        tenant = api.tenant(Names.unique("Tenant"));
        server = api.secureServer(tenant, "Plant");
    }

    @Test
    void aProfileHasAllThatANodeNeeds() throws Exception {
        UUID node = api.node(server, "Pump 07\"</ca>");

        Api.Answer answer = api.post("", "/nodes/{id}/profile", node).expect(200);

        assertThat(answer.contentType()).startsWith("application/x-openvpn-profile");
        String text = answer.body();
        assertThat(text)
                .contains("verify-x509-name " + server + " name")
                .contains("remote-cert-tls server")
                .contains("push-peer-info")
                .doesNotContain("Pump");
        assertThat(
                        Pattern.compile("(?m)^remote Portal\\.Example\\.org \\d+ (udp|tcp)$")
                                .matcher(text)
                                .results()
                                .count())
                .isEqualTo(2);
        X509Certificate leaf = PemFormat.certificates(inline(text, "cert")).getFirst();
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + node);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        List<X509Certificate> authorities = PemFormat.certificates(inline(text, "ca"));
        leaf.verify(authorities.getFirst().getPublicKey());
        authorities.getFirst().verify(authorities.getLast().getPublicKey());
        assertBelongTogether(PemFormat.privateKey(inline(text, "key")), leaf);
        assertThat(peerOf(inline(text, "tls-crypt-v2"))).isEqualTo(node);
        assertThat(allowed(node)).containsExactly(serial(leaf));
    }

    @Test
    void downloadingAgainReplacesTheProfileBefore() throws Exception {
        UUID client = api.client(server, "Laptop");
        String first = api.post("", "/clients/{id}/profile", client).expect(200).body();
        long revision = desiredRevision();

        String second = api.post("", "/clients/{id}/profile", client).expect(200).body();

        assertThat(inline(second, "key")).isNotEqualTo(inline(first, "key"));
        assertThat(allowed(client))
                .containsExactly(serial(PemFormat.certificates(inline(second, "cert")).getFirst()));
        assertThat(desiredRevision()).isGreaterThan(revision);
    }

    @Test
    void aProfileForAClientInTheSameSubnetHasBothHalvesOfEachAsRoutes() {
        UUID node = api.node(server, "Pump", "192.168.1.0/24", "10.7.7.7/32", "fd12::/64");
        UUID client = api.client(server, "Laptop");
        assertThat(api.post("", "/clients/{id}/profile", client).expect(200).body())
                .doesNotContain("\nroute");
        assertThat(
                        api.post("", "/clients/{id}/profile?splitRoutes=true", client)
                                .expect(200)
                                .body())
                .contains(
                        "\nroute 192.168.1.0 255.255.255.128\n",
                        "\nroute 192.168.1.128 255.255.255.128\n",
                        "\nroute 10.7.7.7 255.255.255.255\n",
                        "\nroute-ipv6 fd12::/65\n",
                        "\nroute-ipv6 fd12::8000:0:0:0/65\n");
        assertThat(api.post("", "/nodes/{id}/profile?splitRoutes=true", node).expect(200).body())
                .doesNotContain("\nroute");
    }

    @Test
    void aChannelKeySaysWhenItWasMade() {
        UUID node = api.node(server, "Pump");
        String text = api.post("", "/nodes/{id}/profile", node).expect(200).body();
        long now = Instant.now().getEpochSecond();
        assertThat(metadataOf(inline(text, "tls-crypt-v2")).createdUnixSeconds().orElseThrow())
                .isBetween(now - 60, now + 1);
    }

    @Test
    void aProfileForAnOldDeviceHasTheSharedKeyAndTheOldCipher() throws Exception {
        UUID client = api.client(server, "Panel");
        Map<String, ?> on = Map.of("oldClients", true);
        api.call(HttpMethod.PATCH, on, "/secure-servers/{id}", server).expect(200);
        String text =
                api.post("", "/clients/{id}/profile?oldClient=true", client).expect(200).body();
        assertThat(text).doesNotContain("tls-crypt-v2").contains("cipher AES-256-CBC");
        byte[] shared = Scope.operator().call(() -> serverKeys.oldClientKeyOf(tenant, server));
        assertThat(inline(text, "tls-crypt").replaceAll("(?m)^[-#].*$|\\s", ""))
                .isEqualTo(HexFormat.of().formatHex(shared));
        X509Certificate leaf = PemFormat.certificates(inline(text, "cert")).getFirst();
        assertThat(allowed(client)).containsExactly(serial(leaf));
        String usual = api.post("", "/clients/{id}/profile", client).expect(200).body();
        assertThat(usual).contains("<tls-crypt-v2>").doesNotContain("AES-256-CBC");
    }

    @Test
    void aRevokedPeerHasNoCertificateAndGetsNoProfile() {
        UUID node = api.node(server, "Pump");
        api.post("", "/nodes/{id}/profile", node).expect(200);
        assertThat(allowed(node)).hasSize(1);

        api.post(Map.of("reason", "stolen"), "/nodes/{id}/revoke", node).expect(200);

        assertThat(allowed(node)).isEmpty();
        assertThat(api.post("", "/nodes/{id}/profile", node).problem(409)).isEqualTo("revoked");
    }

    @Test
    void withTheSecureServerGoAllCertificates() {
        UUID node = api.node(server, "Pump");
        api.post("", "/nodes/{id}/profile", node).expect(200);

        api.delete("/secure-servers/{id}", server).expect(204);

        assertThat(allowed(node)).isEmpty();
    }

    @Test
    void whileThePkiServiceIsDownThePersonIsTold() throws Exception {
        UUID node = api.node(server, "Pump");
        pki.stop();
        try {
            assertThat(api.post("", "/nodes/{id}/profile", node).problem(503))
                    .isEqualTo("certificates-unavailable");
        } finally {
            pki.start();
        }
        api.post("", "/nodes/{id}/profile", node).expect(200);
    }

    @Test
    void anotherTenantsAdminGetsNoProfile() {
        UUID node = api.node(server, "Pump");
        UUID other = api.tenant(Names.unique("Tenant"));
        Api stranger = Api.as(web, tokens, Role.ADMIN, other);
        assertThat(stranger.post("", "/nodes/{id}/profile", node).problem(404))
                .isEqualTo("not-found");
        Api viewer = Api.as(web, tokens, Role.VIEWER, tenant);
        viewer.post("", "/nodes/{id}/profile", node).problem(403);
        assertThat(allowed(node)).isEmpty();
    }

    private long desiredRevision() {
        return api.get("/secure-servers/{id}", server).json().path("desiredRevision").asLong();
    }

    private List<String> allowed(UUID peer) {
        return Scope.operator()
                .call(() ->
                        certificates.allowlist(peer).stream()
                                .map(AllowedCertificate::serial)
                                .toList());
    }

    private UUID peerOf(String clientKeyPem) {
        return metadataOf(clientKeyPem).peer().orElseThrow();
    }

    private ClientKeyMetadata metadataOf(String clientKeyPem) {
        byte[] serverKey = Scope.operator().call(() -> serverKeys.keyOf(tenant, server));
        TlsCryptV2ClientKey clientKey = TlsCryptV2ClientKey.parsePem(clientKeyPem).orElseThrow();
        return switch (TlsCryptV2ServerKey.of(serverKey).unwrap(clientKey.wrapped())) {
            case Parsed.Value<TlsCryptV2ServerKey.Unwrapped>(var unwrapped) -> unwrapped.metadata();
            case Parsed.Failure<TlsCryptV2ServerKey.Unwrapped> failed ->
                    throw new AssertionError("not wrapped by this secure server: " + failed);
        };
    }

    private static String serial(X509Certificate certificate) {
        BigInteger serial = certificate.getSerialNumber();
        return serial.toString(16);
    }

    private static void assertBelongTogether(PrivateKey key, X509Certificate certificate)
            throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(new byte[] {1});
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(new byte[] {1});
        assertThat(signature.verify(signed)).isTrue();
    }

    private static String inline(String text, String tag) {
        Matcher matcher = Pattern.compile("(?s)<" + tag + ">\n(.*?)</" + tag + ">").matcher(text);
        assertThat(matcher.find()).as(tag).isTrue();
        return matcher.group(1);
    }
}
