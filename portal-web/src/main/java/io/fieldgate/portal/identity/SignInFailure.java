package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.Outages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/// Sends whoever could not sign in back to the form, with the reason: `?error`, or `?wait=SECONDS`.
@Component
class SignInFailure implements AuthenticationFailureHandler {
    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException exception)
            throws IOException {
        if (exception instanceof ThrottledSignIn.TooManyAttemptsException wait) {
            response.sendRedirect("/sign-in?wait=" + wait.seconds());
        } else if (Outages.isOutage(exception)) {
            response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
        } else {
            response.sendRedirect("/sign-in?error");
        }
    }
}
