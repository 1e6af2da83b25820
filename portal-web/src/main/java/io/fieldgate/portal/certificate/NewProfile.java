package io.fieldgate.portal.certificate;

import io.fieldgate.contract.pki.IssuedCertificate;

/// A profile that was made for one download. It holds keys that are kept nowhere else.
///
/// It works once its certificate has been accepted: [Certificates#acceptForPeer].
public final class NewProfile {
    private final String text;
    private final IssuedCertificate certificate;

    NewProfile(String text, IssuedCertificate certificate) {
        this.text = text;
        this.certificate = certificate;
    }

    /// The `.ovpn` text: for the download, never for a log.
    public String text() {
        return text;
    }

    public IssuedCertificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "NewProfile[not shown]";
    }
}
