package io.fieldgate.portal.fleet;

import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.portal.certificate.Certificates;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Ends the certificates of all nodes and clients in the transaction that deletes their secure
/// server.
@Component
class CertificateEnds {
    private final Certificates certificates;
    private final JdbcClient jdbc;

    CertificateEnds(Certificates certificates, JdbcClient jdbc) {
        this.certificates = certificates;
        this.jdbc = jdbc;
    }

    @EventListener
    void on(SecureServerDeleted event) {
        jdbc.sql("SELECT id FROM peer WHERE secure_server_id = ?")
                .params(event.secureServerId())
                .query(UUID.class)
                .list()
                .forEach(peer ->
                        certificates.revokePeer(peer, Revocation.Reason.CESSATION_OF_OPERATION));
    }
}
