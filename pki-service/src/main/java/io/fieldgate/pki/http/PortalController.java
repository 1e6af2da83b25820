package io.fieldgate.pki.http;

import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.PortalBootstrap;
import io.fieldgate.contract.pki.PortalRenewal;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.ca.CertificationAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The portal's own identity: bound once by the one-time secret, then renewed with itself.
@RestController
class PortalController {
    private final CertificationAuthority authority;
    private final PkiSettings settings;

    PortalController(CertificationAuthority authority, PkiSettings settings) {
        this.authority = authority;
        this.settings = settings;
    }

    @WithoutCertificate
    @PostMapping("/v1/bootstrap")
    IssuedCertificate bootstrap(HttpServletRequest request) throws IOException, RefusedException {
        PortalBootstrap bootstrap = JsonBody.read(request, PortalBootstrap.class);
        return authority.bootstrapPortal(bootstrap, expectedSecret());
    }

    @PostMapping("/v1/portal-identity")
    IssuedCertificate renew(HttpServletRequest request) throws IOException, RefusedException {
        return authority.renewPortalIdentity(JsonBody.read(request, PortalRenewal.class).csr());
    }

    /// Read at each call, so that the operator can put a new secret in place.
    private String expectedSecret() throws IOException {
        Path file = settings.bootstrapSecretFile();
        return file != null && Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
