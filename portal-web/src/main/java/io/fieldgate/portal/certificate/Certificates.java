package io.fieldgate.portal.certificate;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.Revocation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Certificates of secure servers, nodes and clients: who has which, and which are accepted.
///
/// Two steps, so that no database transaction waits for the PKI service: `order...` asks it,
/// outside of a transaction; `accept...` enters the answer in the caller's transaction, together
/// with whatever makes it known (the server's revision). What was ordered and never accepted is of
/// no use to anyone, since only entered certificates are let in.
@Service
public class Certificates {
    private final Issuing issuing;
    private final CertificateRows rows;
    private final ServerKeys serverKeys;
    private final Clock clock;

    Certificates(Issuing issuing, CertificateRows rows, ServerKeys serverKeys, Clock clock) {
        this.issuing = issuing;
        this.rows = rows;
        this.serverKeys = serverKeys;
        this.clock = clock;
    }

    /// Orders the certificate of a node or client.
    ///
    /// @param csr PKCS#10 in PEM, of which only the key is used
    @Transactional(propagation = Propagation.NEVER)
    public IssuedCertificate orderForPeer(UUID tenantId, UUID peerId, PeerKind kind, String csr) {
        return issuing.issue(tenantId, subject(tenantId, peerId, kind), csr);
    }

    /// From the end of this transaction on, this is the certificate of the node or client; those
    /// before it are superseded.
    @Transactional(propagation = Propagation.MANDATORY)
    public void acceptForPeer(UUID tenantId, UUID peerId, PeerKind kind, IssuedCertificate issued) {
        Instant now = now();
        rows.revoke(peerId, Revocation.Reason.SUPERSEDED, now);
        rows.insert(tenantId, rowKind(kind), peerId, issued, now);
    }

    /// Ends all certificates of a node or client.
    ///
    /// @return how many were accepted until now
    @Transactional(propagation = Propagation.MANDATORY)
    public int revokePeer(UUID peerId, Revocation.Reason reason) {
        return rows.revoke(peerId, reason, now());
    }

    /// Orders both certificates of a secure server.
    ///
    /// @param vpnCsr PKCS#10 in PEM, of which only the key is used
    /// @param controlCsr PKCS#10 in PEM, of which only the key is used
    @Transactional(propagation = Propagation.NEVER)
    public ServerIdentity orderForServer(
            UUID tenantId, UUID secureServerId, String vpnCsr, String controlCsr) {
        String tenant = tenantId.toString();
        String server = secureServerId.toString();
        return new ServerIdentity(
                issuing.issue(tenantId, new CertificateSubject.VpnServer(tenant, server), vpnCsr),
                issuing.issue(
                        tenantId, new CertificateSubject.ControlLink(tenant, server), controlCsr));
    }

    /// From the end of this transaction on, these are the certificates of the secure server; those
    /// before them are superseded. Its tls-crypt-v2 key exists from here on, too.
    @Transactional(propagation = Propagation.MANDATORY)
    public void acceptForServer(UUID tenantId, UUID secureServerId, ServerIdentity identity) {
        Instant now = now();
        rows.revoke(secureServerId, Revocation.Reason.SUPERSEDED, now);
        rows.insert(tenantId, CertificateKind.VPN_SERVER, secureServerId, identity.vpn(), now);
        rows.insert(
                tenantId, CertificateKind.CONTROL_LINK, secureServerId, identity.control(), now);
        serverKeys.keyOf(tenantId, secureServerId);
    }

    /// Ends both certificates of a secure server.
    @Transactional(propagation = Propagation.MANDATORY)
    public void revokeServer(UUID secureServerId) {
        rows.revoke(secureServerId, Revocation.Reason.CESSATION_OF_OPERATION, now());
    }

    /// Whether this certificate, whose chain and possession TLS has checked, is the one that the
    /// secure server shows to the portal.
    @Transactional(readOnly = true)
    public boolean isControlCertificate(UUID secureServerId, X509Certificate certificate) {
        return rows.isAccepted(
                CertificateKind.CONTROL_LINK,
                secureServerId,
                certificate.getSerialNumber().toString(16),
                sha256(certificate.getPublicKey().getEncoded()),
                now());
    }

    /// The accepted certificates of each of these nodes and clients; who has none is left out.
    @Transactional(readOnly = true)
    public Map<UUID, List<AllowedCertificate>> allowlists(Collection<UUID> peerIds) {
        return rows.accepted(peerIds, now());
    }

    /// The accepted certificates of a node or client.
    @Transactional(readOnly = true)
    public List<AllowedCertificate> allowlist(UUID peerId) {
        return rows.accepted(List.of(peerId), now()).getOrDefault(peerId, List.of());
    }

    private static CertificateSubject subject(UUID tenantId, UUID peerId, PeerKind kind) {
        return switch (kind) {
            case NODE -> new CertificateSubject.Node(tenantId.toString(), peerId.toString());
            case CLIENT -> new CertificateSubject.Client(tenantId.toString(), peerId.toString());
        };
    }

    private static CertificateKind rowKind(PeerKind kind) {
        return switch (kind) {
            case NODE -> CertificateKind.NODE;
            case CLIENT -> CertificateKind.CLIENT;
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
