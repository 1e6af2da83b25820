package io.fieldgate.pki.http;

import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.ca.CertificationAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Issues certificates.
@RestController
class CertificateController {
    private final CertificationAuthority authority;

    CertificateController(CertificationAuthority authority) {
        this.authority = authority;
    }

    @PostMapping("/v1/certificates")
    IssuedCertificate issue(HttpServletRequest request) throws IOException, RefusedException {
        return authority.issue(JsonBody.read(request, CertificateOrder.class));
    }
}
