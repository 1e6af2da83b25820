package io.fieldgate.portal.control;

import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the calling secure server from the client certificate of the TLS connection. The record is
/// looked at in every call, so a deleted secure server is out at its next one.
final class ControlCertificateFilter extends OncePerRequestFilter {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final ControlCallers callers;
    private final Problems problems;

    ControlCertificateFilter(ControlCallers callers, Problems problems) {
        this.callers = callers;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chainOfCaller
                && chainOfCaller.length > 0) {
            Optional<ControlCaller> caller;
            try {
                caller = callers.identify(chainOfCaller[0]);
            } catch (RuntimeException e) {
                if (!Outages.isOutage(e)) {
                    throw e;
                }
                problems.write(response, Outages.refusal(e));
                return;
            }
            if (caller.isPresent()) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new ControlAuthentication(caller.get()));
                SecurityContextHolder.setContext(context);
            }
        }
        chain.doFilter(request, response);
    }
}
