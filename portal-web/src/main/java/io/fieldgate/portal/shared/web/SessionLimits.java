package io.fieldgate.portal.shared.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Ends sessions that nobody sits at, and those that last too long.
///
/// A page that asks for its live parts every two seconds would keep its session alive for ever.
/// Only what a person does counts as life: not the parts that the script asks for.
@Component
@Order(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1)
class SessionLimits extends OncePerRequestFilter {
    /// A session ends this long after the last deed of a person.
    static final Duration IDLE = Duration.ofMinutes(30);

    /// A session ends this long after it began, whatever happens in it.
    static final Duration WHOLE = Duration.ofHours(8);

    private static final String LAST_DEED = SessionLimits.class.getName() + ".lastDeed";

    private final Clock clock;

    SessionLimits(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            Instant now = clock.instant();
            if (isOver(session, now)) {
                session.invalidate();
            } else if (request.getHeader("HX-Request") == null) {
                session.setAttribute(LAST_DEED, now);
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean isOver(HttpSession session, Instant now) {
        Instant began = Instant.ofEpochMilli(session.getCreationTime());
        return now.isAfter(began.plus(WHOLE))
                || (session.getAttribute(LAST_DEED) instanceof Instant last
                        && now.isAfter(last.plus(IDLE)));
    }
}
