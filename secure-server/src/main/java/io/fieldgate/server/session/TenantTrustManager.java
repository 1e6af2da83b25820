package io.fieldgate.server.session;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts peers' certificates that this tenant's issuing CA signed, directly, for client
/// authentication; nothing else, whatever chain a peer sends with it.
///
/// Whether such a certificate is still allowed is not decided here but after TLS, so that a revoked
/// peer gets a reason ([PeerCheck]). Safe for use by several threads.
final class TenantTrustManager extends X509ExtendedTrustManager {
    /// A clock, here or at the issuer, may be wrong by this much.
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int P256_BITS = 256;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final Set<String> SIGNATURES =
            Set.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");

    private final X509Certificate tenantCa;
    private final InstantSource clock;

    TenantTrustManager(X509Certificate tenantCa, InstantSource clock) {
        this.tenantCa = tenantCa;
        this.clock = clock;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {tenantCa};
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("the peer sent no certificate");
        }
        check(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("this side is a server and trusts none");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    private void check(X509Certificate leaf) throws CertificateException {
        checkIssuer(leaf);
        require(leaf.getVersion() == 3, "certificate is not X.509 version 3");
        require(!leaf.hasUnsupportedCriticalExtension(), "unknown critical extension");
        require(leaf.getBasicConstraints() < 0, "a CA certificate is no peer's certificate");
        boolean[] usage = leaf.getKeyUsage();
        require(usage == null || usage[DIGITAL_SIGNATURE], "key usage is not digitalSignature");
        require(
                List.of(CLIENT_AUTH).equals(leaf.getExtendedKeyUsage()),
                "extended key usage is not clientAuth alone");
        require(
                leaf.getPublicKey() instanceof ECPublicKey key
                        && key.getParams().getOrder().bitLength() == P256_BITS,
                "key is not on P-256");
        checkTime(leaf);
    }

    private void checkIssuer(X509Certificate leaf) throws CertificateException {
        require(
                leaf.getIssuerX500Principal().equals(tenantCa.getSubjectX500Principal())
                        && SIGNATURES.contains(leaf.getSigAlgName()),
                "certificate was not issued by this tenant's CA");
        try {
            leaf.verify(tenantCa.getPublicKey());
        } catch (GeneralSecurityException wrongSignature) {
            throw new CertificateException(
                    "certificate was not issued by this tenant's CA", wrongSignature);
        }
    }

    private void checkTime(X509Certificate leaf) throws CertificateException {
        Instant now = clock.instant();
        Instant notBefore = leaf.getNotBefore().toInstant();
        Instant notAfter = leaf.getNotAfter().toInstant();
        if (notBefore.isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw new CertificateException(
                    "certificate is valid from %s, but this server's clock says %s: check the clock"
                            .formatted(notBefore, now));
        }
        if (notAfter.isBefore(now.minus(CLOCK_TOLERANCE))) {
            throw new CertificateException(
                    "certificate expired at %s, this server's clock says %s"
                            .formatted(notAfter, now));
        }
    }

    private static void require(boolean condition, String refusal) throws CertificateException {
        if (!condition) {
            throw new CertificateException(refusal);
        }
    }
}
