package io.fieldgate.portal.control;

import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.fleet.Instances;
import io.fieldgate.portal.shared.Scope;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.springframework.stereotype.Component;

/// Finds out which secure server a client certificate belongs to.
///
/// TLS has checked that it leads to the root and that the caller has its key. That says little: the
/// root is above everybody. Only a certificate that is on record, serial number and key, as the
/// control certificate of the secure server in its common name is accepted.
@Component
class ControlCallers {
    private final Certificates certificates;
    private final Instances instances;

    ControlCallers(Certificates certificates, Instances instances) {
        this.certificates = certificates;
        this.instances = instances;
    }

    Optional<ControlCaller> identify(X509Certificate certificate) {
        return commonName(certificate)
                .flatMap(serverId ->
                        Scope.operator()
                                .call(() -> instances.tenantOf(serverId))
                                .map(tenant -> new ControlCaller(serverId, tenant)))
                .filter(caller ->
                        new Scope.Tenant(caller.tenantId())
                                .call(() ->
                                        certificates.isControlCertificate(
                                                caller.secureServerId(), certificate)));
    }

    private static Optional<UUID> commonName(X509Certificate certificate) {
        try {
            LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
            if (name.size() != 1) {
                return Optional.empty();
            }
            Rdn only = name.getRdn(0);
            return only.getType().equalsIgnoreCase("CN") && only.getValue() instanceof String text
                    ? Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text))
                    : Optional.empty();
        } catch (InvalidNameException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
