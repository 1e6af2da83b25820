package io.fieldgate.portal.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.portal.certificate.pki.KeyPairs;
import io.fieldgate.portal.certificate.pki.PemFormat;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Deadline;
import io.fieldgate.portal.testing.PortalWithPkiTest;
import io.fieldgate.portal.testing.TestPki;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalWithPkiTest
class CertificatesTest {
    @Autowired private Certificates certificates;
    @Autowired private FleetForTests fleet;
    @Autowired private TransactionTemplate transactions;
    @Autowired private JdbcClient jdbc;
    @Autowired private TestPki pki;

    private SecureServerView server;
    private UUID node;

    @BeforeEach
    void aSecureServerWithANode() {
        server = fleet.server();
        node = fleet.node(server.id(), "Pump");
    }

    @Test
    void aCertificateCountsOnceItIsAccepted() throws Exception {
        IssuedCertificate issued = order();
        assertThat(allowlist()).isEmpty();

        accept(issued);

        assertThat(allowlist())
                .containsExactly(new AllowedCertificate(issued.serial(), issued.spkiSha256()));
        X509Certificate leaf = PemFormat.certificates(issued.certificate()).getFirst();
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + node);
    }

    @Test
    void aNewCertificateSupersedesTheOneBefore() throws Exception {
        IssuedCertificate first = order();
        accept(first);
        IssuedCertificate second = order();
        accept(second);

        assertThat(allowlist())
                .extracting(AllowedCertificate::serial)
                .containsExactly(second.serial());
        assertThat(reason(first)).isEqualTo("SUPERSEDED");
    }

    @Test
    void aRevocationReachesThePkiService() throws Exception {
        IssuedCertificate issued = order();
        accept(issued);
        revoke();

        assertThat(allowlist()).isEmpty();
        Deadline.in(Duration.ofSeconds(30))
                .until("the revocation is published", () -> isPublished(issued));
    }

    @Test
    void whilePkiIsDownNothingIsIssuedAndRevocationsWait() throws Exception {
        IssuedCertificate issued = order();
        accept(issued);
        pki.stop();
        try {
            assertThatThrownBy(this::order)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> {
                                Refusal refusal = refused.refusal();
                                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
                                assertThat(refusal.detail())
                                        .contains("can't be issued right now")
                                        .contains("Try again");
                            });
            revoke();
            assertThat(allowlist()).isEmpty();
            assertThat(isPublished(issued)).isFalse();
        } finally {
            pki.start();
        }
        Deadline.in(Duration.ofSeconds(30))
                .until("the revocation is published", () -> isPublished(issued));
        assertThat(order()).isNotNull();
    }

    @Test
    void aRequestThatThePkiServiceRefusesIsTheCallersFault() {
        assertThatThrownBy(() ->
                        certificates.orderForPeer(
                                server.tenantId(), node, PeerKind.NODE, "no request"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> {
                            assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.INVALID);
                            assertThat(refused.refusal().field()).isEqualTo("csr");
                        });
    }

    @Test
    void aSecureServerIsKnownByItsControlCertificateOnly() throws Exception {
        ServerIdentity identity = orderServer();
        X509Certificate control = parse(identity.control());
        assertThat(isControl(server.id(), control)).as("not accepted yet").isFalse();

        inTransaction(() -> certificates.acceptForServer(server.tenantId(), server.id(), identity));

        assertThat(isControl(server.id(), control)).isTrue();
        assertThat(isControl(server.id(), parse(identity.vpn()))).isFalse();
        assertThat(isControl(fleet.server().id(), control)).isFalse();
        assertThat(isControl(server.id(), parse(orderServer().control()))).isFalse();
        inTransaction(() -> certificates.revokeServer(server.id()));
        assertThat(isControl(server.id(), control)).isFalse();
    }

    @Test
    void theAnswerToABootstrapHasTheChainsThatTheServerNeeds() throws Exception {
        var answer = orderServer().answer();
        X509Certificate vpn = PemFormat.certificates(answer.vpnCertificate()).getFirst();
        X509Certificate tenantCa = PemFormat.certificates(answer.tenantCa()).getFirst();
        vpn.verify(tenantCa.getPublicKey());
        PemFormat.certificates(answer.controlCertificate())
                .getFirst()
                .verify(PemFormat.certificates(answer.controlChain()).getFirst().getPublicKey());
        assertThat(vpn.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void anotherTenantSeesNoCertificates() throws Exception {
        accept(order());
        Scope other = new Scope.Tenant(fleet.server().tenantId());
        assertThat(other.call(() -> certificates.allowlist(node))).isEmpty();
        assertThat(new Scope.Tenant(server.tenantId()).call(() -> certificates.allowlist(node)))
                .hasSize(1);
    }

    private IssuedCertificate order() throws Exception {
        String csr = CertificateRequest.pem(KeyPairs.generate());
        return certificates.orderForPeer(server.tenantId(), node, PeerKind.NODE, csr);
    }

    private ServerIdentity orderServer() throws Exception {
        return certificates.orderForServer(
                server.tenantId(),
                server.id(),
                CertificateRequest.pem(KeyPairs.generate()),
                CertificateRequest.pem(KeyPairs.generate()));
    }

    private void accept(IssuedCertificate issued) {
        inTransaction(
                () -> certificates.acceptForPeer(server.tenantId(), node, PeerKind.NODE, issued));
    }

    private void revoke() {
        inTransaction(() -> certificates.revokePeer(node, Revocation.Reason.KEY_COMPROMISE));
    }

    private void inTransaction(Runnable action) {
        Scope.operator().run(() -> transactions.executeWithoutResult(_ -> action.run()));
    }

    private boolean isControl(UUID serverId, X509Certificate certificate) {
        return Scope.operator()
                .call(() -> certificates.isControlCertificate(serverId, certificate));
    }

    private List<AllowedCertificate> allowlist() {
        return Scope.operator().call(() -> certificates.allowlist(node));
    }

    private boolean isPublished(IssuedCertificate issued) {
        return row(issued, "published_at IS NOT NULL").equals("true");
    }

    private String reason(IssuedCertificate issued) {
        return row(issued, "revocation_reason");
    }

    private String row(IssuedCertificate issued, String column) {
        return Objects.requireNonNull(
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql(
                                                        "SELECT ("
                                                                + column
                                                                + ")::text FROM"
                                                                + " certificate"
                                                                + " WHERE serial ="
                                                                + " ?")
                                                .params(issued.serial())
                                                .query(String.class)
                                                .single())));
    }

    private static X509Certificate parse(IssuedCertificate issued) throws Exception {
        return PemFormat.certificates(issued.certificate()).getFirst();
    }
}
