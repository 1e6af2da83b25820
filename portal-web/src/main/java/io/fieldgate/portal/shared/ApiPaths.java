package io.fieldgate.portal.shared;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Which requests are calls of the REST API. Decided here only, on decoded path segments as the
/// handlers are found by, so that no spelling of a path slips between two layers.
public final class ApiPaths {
    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");

    private ApiPaths() {}

    public static boolean matches(HttpServletRequest request) {
        return matches(request.getRequestURI());
    }

    static boolean matches(String path) {
        try {
            return API.matches(PathContainer.parsePath(path));
        } catch (IllegalArgumentException _) {
            return false; // not a well-formed path: it finds no handler either
        }
    }
}
