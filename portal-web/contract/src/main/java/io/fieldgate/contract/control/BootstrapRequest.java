package io.fieldgate.contract.control;

/// A new secure server's first call: `POST /control/v1/bootstrap`, without a client certificate.
///
/// @param secureServerId UUID of the secure server
/// @param secret the one-time bootstrap secret, consumed by this call
/// @param vpnCsr PKCS#10 request in PEM for the certificate shown to VPN peers
/// @param controlCsr PKCS#10 request in PEM for the certificate shown to the portal
public record BootstrapRequest(
        String secureServerId, String secret, String vpnCsr, String controlCsr) {}
