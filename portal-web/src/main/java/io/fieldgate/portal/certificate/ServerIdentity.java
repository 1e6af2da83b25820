package io.fieldgate.portal.certificate;

import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.contract.pki.IssuedCertificate;

/// The two certificates of a secure server, ordered but not yet accepted.
///
/// @param vpn shown to its peers (serverAuth, tenant CA)
/// @param control shown to the portal (clientAuth, platform CA)
public record ServerIdentity(IssuedCertificate vpn, IssuedCertificate control) {
    /// What the secure server is told.
    public BootstrapAnswer answer() {
        return new BootstrapAnswer(
                vpn.certificate(), control.certificate(), control.issuer(), vpn.issuer());
    }
}
