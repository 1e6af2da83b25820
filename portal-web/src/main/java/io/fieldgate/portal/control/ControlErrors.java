package io.fieldgate.portal.control;

import io.fieldgate.portal.fleet.MalformedReportException;
import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.Problems;
import io.fieldgate.portal.shared.RefusedException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Answers what goes wrong in calls of the control link. A secure server tries again after any of
/// these; what it reads in the detail goes to its log.
@RestControllerAdvice(basePackageClasses = ControlErrors.class)
class ControlErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ControlErrors.class);

    private final Problems problems;

    ControlErrors(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    void bad(BadControlRequestException e, HttpServletResponse response) throws IOException {
        problems.write(
                response,
                e.status(),
                e.status() == 401 ? "bootstrap-refused" : "invalid-input",
                e.status() == 401 ? "Not accepted" : "The input is not valid",
                String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    void malformed(MalformedReportException e, HttpServletResponse response) throws IOException {
        problems.write(
                response,
                400,
                "invalid-input",
                "The input is not valid",
                "The report cannot be understood: " + e.getMessage());
    }

    @ExceptionHandler
    void mismatch(MethodArgumentTypeMismatchException e, HttpServletResponse response)
            throws IOException {
        problems.write(
                response,
                400,
                "invalid-input",
                "The input is not valid",
                "The value of " + e.getName() + " is not valid.");
    }

    @ExceptionHandler
    void refused(RefusedException e, HttpServletResponse response) throws IOException {
        problems.write(response, e.refusal());
    }

    @ExceptionHandler
    void other(Exception e, HttpServletResponse response) throws Exception {
        if (e instanceof AccessDeniedException) {
            throw e; // the security filters answer
        }
        if (Outages.isOutage(e)) {
            problems.write(response, Outages.refusal(e));
            return;
        }
        LOG.error("A call of the control link has failed", e);
        problems.write(
                response,
                500,
                "internal-error",
                "Internal error",
                "Something went wrong on the portal's side. It is in the portal's log.");
    }
}
