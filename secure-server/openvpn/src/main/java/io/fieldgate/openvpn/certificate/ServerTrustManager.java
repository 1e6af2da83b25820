package io.fieldgate.openvpn.certificate;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client's check of the server, for an [javax.net.ssl.SSLContext]: genuine
/// ([CertificateVerifier]) and the one that was asked for ([ServerNameRule]).
///
/// Trusts no client. For any number of threads, if the clock is.
public final class ServerTrustManager extends X509ExtendedTrustManager {
    private final CertificateVerifier verifier;
    private final ServerNameRule name;
    private final InstantSource clock;

    /// @param clock asked once in each handshake
    public ServerTrustManager(
            CertificateVerifier verifier, ServerNameRule name, InstantSource clock) {
        this.verifier = verifier;
        this.name = name;
        this.clock = clock;
    }

    /// The verdict that this trust manager acts on.
    public CertificateVerdict verify(X509Certificate[] chain) {
        return switch (verifier.verify(chain, clock.instant())) {
            case CertificateVerdict.Accepted accepted when !name.allows(accepted) ->
                    new CertificateVerdict.Refused(
                            RefusalReason.SERVER_NAME,
                            "the server is genuine, but not the one that was asked for");
            case CertificateVerdict verdict -> verdict;
        };
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (verify(chain) instanceof CertificateVerdict.Refused(RefusalReason _, String text)) {
            throw new CertificateException(text);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("this side is a client and trusts none");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
