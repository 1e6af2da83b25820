package io.fieldgate.contract.control;

/// The identity of a secure server, all in PEM.
///
/// @param vpnCertificate the leaf shown to VPN peers (EKU serverAuth)
/// @param controlCertificate the leaf shown to the portal (EKU clientAuth)
/// @param controlChain the issuing CA certificates above `controlCertificate`, without the root
/// @param tenantCa the tenant's issuing CA: the only trust anchor for VPN peers
public record BootstrapAnswer(
        String vpnCertificate, String controlCertificate, String controlChain, String tenantCa) {}
