package io.fieldgate.contract.pki;

/// The portal renews its identity: `POST /v1/portal-identity`, with its present certificate,
/// answered with [IssuedCertificate].
///
/// @param csr PKCS#10 in PEM, for the present key or a new one
public record PortalRenewal(String csr) {}
