package io.fieldgate.portal.certificate.tls;

import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// `/control/` exists on the control port only, and everything else on the main port only.
///
/// The path is looked at as it was sent and as it was understood; where the two differ it belongs
/// to neither port.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortSeparation extends OncePerRequestFilter {
    private static final String CONTROL = "/control/";

    private final int controlPort;
    private final Problems problems;

    PortSeparation(FieldgateSettings settings, Problems problems) {
        controlPort = settings.controlPort();
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean sent = isControl(request.getRequestURI());
        String path = request.getServletPath();
        boolean understood =
                isControl(request.getPathInfo() == null ? path : path + request.getPathInfo());
        boolean expected = request.getLocalPort() == controlPort;
        if (sent == expected && understood == expected) {
            chain.doFilter(request, response);
        } else {
            problems.write(response, 404, "not-found", "Not found", "There is nothing here.");
        }
    }

    private static boolean isControl(String path) {
        return path.startsWith(CONTROL) || path.equals("/control");
    }
}
