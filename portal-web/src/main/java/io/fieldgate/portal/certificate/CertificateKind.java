package io.fieldgate.portal.certificate;

/// Whom a stored certificate belongs to.
enum CertificateKind {
    NODE,
    CLIENT,
    /// A secure server towards its peers.
    VPN_SERVER,
    /// A secure server towards the portal.
    CONTROL_LINK
}
