package io.fieldgate.portal.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

final class SessionLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MockHttpSession session = new MockHttpSession();
    private final Instant began = Instant.ofEpochMilli(session.getCreationTime());

    @Test
    void aPageThatOnlyAsksForItsLivePartsEndsItsSession() {
        person(Duration.ZERO);
        for (Duration t = MINUTE; t.compareTo(SessionLimits.IDLE) <= 0; t = t.plus(MINUTE)) {
            script(t);
        }
        assertThat(session.isInvalid()).isFalse();
        script(SessionLimits.IDLE.plus(MINUTE));
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void aPersonWhoDoesSomethingStays() {
        for (int hour = 0; hour < 14; hour++) {
            person(Duration.ofMinutes(29L * hour));
        }
        assertThat(session.isInvalid()).isFalse();
    }

    @Test
    void noSessionOutlastsAWorkingDay() {
        Duration last = Duration.ZERO;
        while (last.compareTo(SessionLimits.WHOLE) <= 0) {
            person(last);
            last = last.plus(Duration.ofMinutes(20));
        }
        assertThat(session.isInvalid()).isFalse();
        person(last);
        assertThat(session.isInvalid()).isTrue();
    }

    private void person(Duration after) {
        ask(after, new MockHttpServletRequest());
    }

    private void script(Duration after) {
        var request = new MockHttpServletRequest();
        request.addHeader("HX-Request", "true");
        ask(after, request);
    }

    private void ask(Duration after, MockHttpServletRequest request) {
        request.setSession(session);
        var limits = new SessionLimits(Clock.fixed(began.plus(after), ZoneOffset.UTC));
        try {
            limits.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        } catch (ServletException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
