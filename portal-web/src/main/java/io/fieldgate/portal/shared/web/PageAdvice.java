package io.fieldgate.portal.shared.web;

import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/// What all pages have in common: who is signed in, and pages for what goes wrong.
@ControllerAdvice(annotations = PageController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageAdvice {
    @ModelAttribute("person")
    @Nullable String person(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }

    @ExceptionHandler
    ModelAndView refused(RefusedException e) {
        Refusal refusal = e.refusal();
        return switch (refusal.kind()) {
            case NOT_FOUND -> page(HttpStatus.NOT_FOUND, "");
            case INVALID -> page(HttpStatus.BAD_REQUEST, refusal.detail());
            case CONFLICT, NOT_IMPLEMENTED -> page(HttpStatus.CONFLICT, refusal.detail());
            case TOO_MANY -> page(HttpStatus.TOO_MANY_REQUESTS, refusal.detail());
            case UNAVAILABLE -> page(HttpStatus.SERVICE_UNAVAILABLE, refusal.detail());
        };
    }

    /// An id that is none: as for the caller, nothing is there.
    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ModelAndView noSuchId() {
        return page(HttpStatus.NOT_FOUND, "");
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class
    })
    ModelAndView noDatabase() {
        return page(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer.");
    }

    private static ModelAndView page(HttpStatus status, String detail) {
        return new ModelAndView(
                "error/" + status.value(),
                detail.isEmpty() ? Map.of() : Map.of("detail", detail),
                status);
    }
}
