package io.fieldgate.contract.pki;

/// `POST /v1/tenants/{tenantId}/revocations`: enters a certificate into the tenant's CRL (`GET
/// /v1/tenants/{tenantId}/crl`, `application/pkix-crl`). Repeating it changes nothing.
///
/// @param serial serial number, lower-case hex
/// @param reason reason code of RFC 5280 section 5.3.1, by name
public record Revocation(String serial, Reason reason) {
    /// The reasons of RFC 5280 section 5.3.1 that Fieldgate uses.
    public enum Reason {
        UNSPECIFIED,
        KEY_COMPROMISE,
        SUPERSEDED,
        CESSATION_OF_OPERATION
    }
}
