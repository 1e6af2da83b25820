package io.fieldgate.portal.identity;

import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.Scope;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Checks passwords, a few at a time, and makes guessers wait. Every attempt is in the audit log.
final class ThrottledSignIn implements AuthenticationProvider {
    /// Passwords checked at the same time: each takes a core for a quarter of a second.
    private static final int AT_ONCE = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_LOGIN = 500;

    private final DaoAuthenticationProvider passwords;
    private final SignInThrottle throttle;
    private final AuditLog audit;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    ThrottledSignIn(DaoAuthenticationProvider passwords, SignInThrottle throttle, AuditLog audit) {
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) {
        String login = attempt.getName();
        if (login.length() > MAX_LOGIN) {
            throw new BadCredentialsException("too long");
        }
        String account = DisplayName.comparable(login);
        String address = address(attempt);
        Duration wait = throttle.wait(account, address);
        if (wait.isPositive()) {
            throw new TooManyAttemptsException(wait);
        }
        try {
            Authentication done = check(attempt);
            throttle.succeeded(account, address);
            record("sign-in", login);
            return done;
        } catch (BadCredentialsException e) {
            throttle.failed(account, address);
            record("sign-in.failed", login);
            throw e;
        }
    }

    private @Nullable Authentication check(Authentication attempt) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooManyAttemptsException(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyAttemptsException(PATIENCE);
        }
        try {
            return passwords.authenticate(attempt);
        } finally {
            turns.release();
        }
    }

    private void record(String action, String login) {
        Scope.operator()
                .run(() ->
                        audit.record(login, new AuditEvent(action, null, "operator", null, login)));
    }

    private static String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details
                        && details.getRemoteAddress() != null
                ? details.getRemoteAddress()
                : "";
    }

    /// Wait before the next attempt.
    static final class TooManyAttemptsException extends AuthenticationException {
        private static final long serialVersionUID = 1;
        private final long seconds;

        TooManyAttemptsException(Duration wait) {
            super("too many attempts");
            this.seconds = wait.toSeconds() + 1;
        }

        long seconds() {
            return seconds;
        }
    }
}
