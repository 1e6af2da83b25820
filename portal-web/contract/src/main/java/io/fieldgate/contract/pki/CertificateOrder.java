package io.fieldgate.contract.pki;

/// An order for one certificate: `POST /v1/certificates`, answered with [IssuedCertificate].
///
/// Repeating an order id with the same content gives the certificate that was issued for it.
///
/// @param orderId UUID chosen by the caller
/// @param subject who the certificate is for; decided by the portal's records, never by the request
/// @param csr PKCS#10 in PEM; only its public key is used, its signature must prove possession
public record CertificateOrder(String orderId, CertificateSubject subject, String csr) {}
