package io.fieldgate.server.benchmarks.load;

import io.fieldgate.server.crypto.OwnKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// TLS of one client.
final class MemberTls {
    private final TrustManager[] trust;

    /// @param ca that the server's certificate must come from
    MemberTls(X509Certificate ca) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", ca);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        trust = factory.getTrustManagers();
    }

    SSLContext context(Member member) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(OwnKey.managers(member.key(), List.of(member.certificate())), trust, null);
        return context;
    }
}
