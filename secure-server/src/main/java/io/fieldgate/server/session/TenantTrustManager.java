package io.fieldgate.server.session;

import io.fieldgate.openvpn.certificate.CertificateRules;
import io.fieldgate.openvpn.certificate.CertificateVerdict;
import io.fieldgate.openvpn.certificate.CertificateVerifier;
import io.fieldgate.openvpn.certificate.RefusalReason;
import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
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

    private final X509Certificate tenantCa;
    private final CertificateVerifier verifier;
    private final InstantSource clock;

    TenantTrustManager(X509Certificate tenantCa, InstantSource clock)
            throws CertificateEncodingException {
        this.tenantCa = tenantCa;
        this.verifier =
                new CertificateVerifier(
                        tenantCa.getEncoded(), CertificateRules.ownClient(CLOCK_TOLERANCE));
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
        if (verifier.verify(chain, clock.instant())
                instanceof CertificateVerdict.Refused(RefusalReason _, String text)) {
            throw new CertificateException(text);
        }
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
}
