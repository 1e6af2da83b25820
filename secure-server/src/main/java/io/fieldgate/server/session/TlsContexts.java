package io.fieldgate.server.session;

import io.fieldgate.server.control.Identity;
import io.fieldgate.server.crypto.OwnKey;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The TLS side of the VPN: shows this server's own certificate, trusts the tenant's CA only.
public final class TlsContexts {
    private TlsContexts() {}

    /// A context for the server's end of all tunnels.
    public static SSLContext forPeers(Identity identity, InstantSource clock)
            throws GeneralSecurityException {
        TrustManager[] trust = {new TenantTrustManager(identity.tenantCa(), clock)};
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                OwnKey.managers(identity.vpnKey(), List.of(identity.vpnCertificate())),
                trust,
                null);
        return context;
    }
}
