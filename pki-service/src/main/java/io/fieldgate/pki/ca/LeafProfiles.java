package io.fieldgate.pki.ca;

import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.lint.CertificateRole;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/// The fields of a leaf, from the order's subject.
final class LeafProfiles {
    private static final Period ONE_YEAR = Period.ofYears(1);
    private static final Period TWO_YEARS = Period.ofYears(2);
    private static final int COMMON_NAME_MAX = 64;

    private LeafProfiles() {}

    /// @param issuer name of the issuing CA
    record Leaf(String issuer, CertificateProfile profile) {}

    static Leaf of(@Nullable CertificateSubject subject) throws RefusedException {
        return switch (subject) {
            case null ->
                    throw new RefusedException(Reason.INVALID, "The order has no \"subject\".");
            case CertificateSubject.Portal portal -> portal(portal.hosts());
            case CertificateSubject.ControlLink link ->
                    new Leaf(
                            AuthorityNames.PLATFORM,
                            member(
                                    link.tenantId(),
                                    "secure-server",
                                    link.secureServerId(),
                                    CertificateRole.CLIENT,
                                    ONE_YEAR));
            case CertificateSubject.VpnServer server ->
                    new Leaf(
                            AuthorityNames.tenant(server.tenantId()),
                            member(
                                    server.tenantId(),
                                    "secure-server",
                                    server.secureServerId(),
                                    CertificateRole.SERVER,
                                    ONE_YEAR));
            case CertificateSubject.Node node ->
                    new Leaf(
                            AuthorityNames.tenant(node.tenantId()),
                            member(
                                    node.tenantId(),
                                    "node",
                                    node.nodeId(),
                                    CertificateRole.CLIENT,
                                    TWO_YEARS));
            case CertificateSubject.Client client ->
                    new Leaf(
                            AuthorityNames.tenant(client.tenantId()),
                            member(
                                    client.tenantId(),
                                    "client",
                                    client.clientId(),
                                    CertificateRole.CLIENT,
                                    ONE_YEAR));
        };
    }

    static CertificateProfile portalIdentity() {
        return new CertificateProfile(
                "portal", List.of(uri("urn:fieldgate:portal")), CertificateRole.CLIENT, ONE_YEAR);
    }

    static CertificateProfile service(List<String> hosts) throws RefusedException {
        return new CertificateProfile(
                hosts.getFirst(), HostNames.parse(hosts), CertificateRole.SERVER, ONE_YEAR);
    }

    private static Leaf portal(@Nullable List<String> hosts) throws RefusedException {
        List<GeneralName> names = new ArrayList<>(HostNames.parse(hosts));
        String first = hosts == null ? "" : hosts.getFirst();
        String commonName = first.length() <= COMMON_NAME_MAX ? first : "fieldgate-portal";
        return new Leaf(
                AuthorityNames.PLATFORM,
                new CertificateProfile(commonName, names, CertificateRole.SERVER, ONE_YEAR));
    }

    private static CertificateProfile member(
            @Nullable String tenantId,
            String kind,
            @Nullable String id,
            CertificateRole role,
            Period lifetime)
            throws RefusedException {
        UUID tenant = Uuids.parse(tenantId, "tenantId");
        UUID member = Uuids.parse(id, kind + " id");
        return new CertificateProfile(
                member.toString(),
                List.of(uri("urn:fieldgate:tenant:" + tenant + ":" + kind + ":" + member)),
                role,
                lifetime);
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }
}
