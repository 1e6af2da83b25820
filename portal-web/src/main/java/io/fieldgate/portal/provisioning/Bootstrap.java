package io.fieldgate.portal.provisioning;

import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerIdentity;
import io.fieldgate.portal.fleet.Instances;
import io.fieldgate.portal.shared.Scope;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Turns a new secure server's one-time secret into its certificates.
///
/// The PKI is asked first and outside of any transaction. What it issued counts only from the
/// transaction on that uses the secret up; of any number of calls with one secret, one gets there.
@Service
public class Bootstrap {
    private final BootstrapSecrets secrets;
    private final Certificates certificates;
    private final Instances instances;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Bootstrap(
            BootstrapSecrets secrets,
            Certificates certificates,
            Instances instances,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.secrets = secrets;
        this.certificates = certificates;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
    }

    /// Redeems a secret.
    ///
    /// @return empty if the secret is wrong, used, too old, or of another or a deleted secure
    ///   server
    public Optional<BootstrapAnswer> redeem(
            UUID serverId, String secret, String vpnCsr, String controlCsr) {
        return Scope.operator()
                .call(() -> secrets.redeemable(serverId, secret))
                .flatMap(tenantId ->
                        new Scope.Tenant(tenantId)
                                .call(() -> enrol(tenantId, serverId, secret, vpnCsr, controlCsr)));
    }

    private Optional<BootstrapAnswer> enrol(
            UUID tenantId, UUID serverId, String secret, String vpnCsr, String controlCsr) {
        ServerIdentity identity =
                certificates.orderForServer(tenantId, serverId, vpnCsr, controlCsr);
        boolean accepted =
                Boolean.TRUE.equals(
                        transaction.execute(_ -> accept(tenantId, serverId, secret, identity)));
        return accepted ? Optional.of(identity.answer()) : Optional.empty();
    }

    private boolean accept(UUID tenantId, UUID serverId, String secret, ServerIdentity identity) {
        if (!secrets.consume(serverId, secret)) {
            return false;
        }
        certificates.acceptForServer(tenantId, serverId, identity);
        instances.enrolled(serverId);
        audit.record(
                "secure server",
                new AuditEvent("secure-server.enrol", tenantId, "secure-server", serverId, ""));
        return true;
    }
}
