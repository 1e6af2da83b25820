package io.fieldgate.portal.shared;

import jakarta.annotation.security.PermitAll;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/// Answers what failed before, or outside of, a handler: refused by a filter, or by the server.
@Controller
class Errors implements ErrorController {
    private final Problems problems;

    Errors(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    @PermitAll
    @Nullable ModelAndView error(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpStatus status = status(request);
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                && ApiPaths.matches(path)) {
            problems.write(
                    response,
                    status.value(),
                    "request-refused",
                    status.getReasonPhrase(),
                    status.is5xxServerError()
                            ? "Something went wrong on our side. It is in the portal's log."
                            : "The request cannot be understood.");
            return null;
        }
        return new ModelAndView("error/" + page(status), status);
    }

    private static HttpStatus status(HttpServletRequest request) {
        HttpStatus status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        ? HttpStatus.resolve(code)
                        : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }

    /// The page whose words fit best.
    private static int page(HttpStatus status) {
        return switch (status) {
            case FORBIDDEN, NOT_FOUND, CONFLICT, SERVICE_UNAVAILABLE -> status.value();
            default -> status.is5xxServerError() ? 500 : 400;
        };
    }
}
