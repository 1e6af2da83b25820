package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.Problems;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;

/// Says that a call of the REST API needs a token.
final class Unauthorized {
    private Unauthorized() {}

    static void write(Problems problems, HttpServletResponse response, String detail)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"fieldgate\"");
        problems.write(response, 401, "unauthorized", "Unauthorized", detail);
    }
}
