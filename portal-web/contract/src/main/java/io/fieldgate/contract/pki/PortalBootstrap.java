package io.fieldgate.contract.pki;

/// The portal's first call to the PKI service: `POST /v1/bootstrap`, without a client certificate,
/// answered with [IssuedCertificate] (clientAuth, platform CA), with which the portal makes all
/// further calls.
///
/// @param secret the one-time secret that the launcher gave to both
/// @param csr PKCS#10 in PEM
public record PortalBootstrap(String secret, String csr) {}
