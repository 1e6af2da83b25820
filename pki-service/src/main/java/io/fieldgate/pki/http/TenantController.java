package io.fieldgate.pki.http;

import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.contract.pki.TenantCa;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.ca.CertificationAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A tenant's issuing CA and its revocation list.
@RestController
@RequestMapping("/v1/tenants/{tenantId}")
class TenantController {
    private final CertificationAuthority authority;

    TenantController(CertificationAuthority authority) {
        this.authority = authority;
    }

    @PutMapping("/ca")
    TenantCa ensure(@PathVariable String tenantId) throws IOException, RefusedException {
        return authority.ensureTenantCa(tenantId);
    }

    @GetMapping("/ca")
    TenantCa read(@PathVariable String tenantId) throws IOException, RefusedException {
        return authority.tenantCa(tenantId);
    }

    @DeleteMapping("/ca")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void destroy(@PathVariable String tenantId) throws IOException, RefusedException {
        authority.destroyTenantCa(tenantId);
    }

    @PostMapping("/revocations")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String tenantId, HttpServletRequest request)
            throws IOException, RefusedException {
        authority.revoke(tenantId, JsonBody.read(request, Revocation.class));
    }

    @GetMapping(path = "/crl", produces = "application/pkix-crl")
    byte[] crl(@PathVariable String tenantId) throws IOException, RefusedException {
        return authority.crl(tenantId);
    }
}
