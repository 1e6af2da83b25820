package io.fieldgate.server.session;

import io.fieldgate.server.control.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The TLS side of the VPN: shows this server's own certificate, trusts the tenant's CA only.
public final class TlsContexts {
    private TlsContexts() {}

    /// A context for the server's end of all tunnels.
    public static SSLContext forPeers(Identity identity, InstantSource clock)
            throws GeneralSecurityException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "vpn",
                    identity.vpnKey(),
                    new char[0],
                    new X509Certificate[] {identity.vpnCertificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            TrustManager[] trust = {new TenantTrustManager(identity.tenantCa(), clock)};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust, null);
            return context;
        } catch (IOException impossible) {
            throw new GeneralSecurityException("an empty key store cannot be made", impossible);
        }
    }
}
