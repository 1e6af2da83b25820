package io.fieldgate.contract.pki;

/// A tenant's issuing CA: `PUT /v1/tenants/{tenantId}/ca` makes it if there is none, `GET` reads
/// it, `DELETE` destroys its key.
///
/// @param certificate the issuing CA in PEM
/// @param root the root CA in PEM
public record TenantCa(String tenantId, String certificate, String root) {}
