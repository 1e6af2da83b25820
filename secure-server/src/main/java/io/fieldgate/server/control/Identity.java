package io.fieldgate.server.control;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who this server is: towards its VPN peers and towards the portal.
///
/// @param vpnKey private key of `vpnCertificate`
/// @param vpnCertificate shown to VPN peers
/// @param controlKey private key of the first of `controlChain`
/// @param controlChain shown to the portal: the leaf, then the CAs above it without the root
/// @param tenantCa the only trust anchor for VPN peers
public record Identity(
        PrivateKey vpnKey,
        X509Certificate vpnCertificate,
        PrivateKey controlKey,
        List<X509Certificate> controlChain,
        X509Certificate tenantCa) {
    public Identity {
        controlChain = List.copyOf(controlChain);
    }

    /// Never shows a key.
    @Override
    public String toString() {
        return "Identity[" + vpnCertificate.getSubjectX500Principal() + "]";
    }
}
