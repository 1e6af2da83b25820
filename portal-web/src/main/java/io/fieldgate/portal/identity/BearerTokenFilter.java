package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the caller of the REST API from `Authorization: Bearer TOKEN`. Nothing is kept between two
/// calls, and cookies count for nothing here.
final class BearerTokenFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final LauncherToken launcher;
    private final Problems problems;

    BearerTokenFilter(ApiTokens tokens, LauncherToken launcher, Problems problems) {
        this.tokens = tokens;
        this.launcher = launcher;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            chain.doFilter(request, response);
            return;
        }
        String token = header.substring(SCHEME.length()).strip();
        Optional<ApiCaller> caller;
        try {
            caller = launcher.authenticate(token).or(() -> tokens.authenticate(token));
        } catch (RuntimeException e) {
            if (!Outages.isOutage(e)) {
                throw e;
            }
            problems.write(response, Outages.refusal(e));
            return;
        }
        if (caller.isEmpty()) {
            Unauthorized.write(problems, response, "The token is not valid.");
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ApiAuthentication(caller.get()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
