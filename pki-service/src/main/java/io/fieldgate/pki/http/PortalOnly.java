package io.fieldgate.pki.http;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.ca.CertificationAuthority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets nobody but the portal call anything, save what is marked [WithoutCertificate].
///
/// Decided by the handler that would run, not by the path, so that no spelling of a path gets by.
final class PortalOnly implements HandlerInterceptor {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final CertificationAuthority authority;

    PortalOnly(CertificationAuthority authority) {
        this.authority = authority;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException, RefusedException {
        if (handler instanceof HandlerMethod method
                && method.hasMethodAnnotation(WithoutCertificate.class)) {
            return true;
        }
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                && chain.length > 0
                && authority.isPortal(encoded(chain[0]))) {
            return true;
        }
        throw new RefusedException(
                Reason.NOT_ALLOWED, "Only the portal may call this, with its certificate.");
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
