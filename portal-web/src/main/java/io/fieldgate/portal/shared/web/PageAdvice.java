package io.fieldgate.portal.shared.web;

import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import jakarta.persistence.PersistenceException;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/// What all pages have in common: who is signed in, and pages for what goes wrong.
@ControllerAdvice(annotations = PageController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(PageAdvice.class);

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

    /// What the database threw: it does not answer, or the fault is ours.
    @ExceptionHandler({
        DataAccessException.class,
        TransactionException.class,
        PersistenceException.class
    })
    ModelAndView database(RuntimeException e) {
        if (Outages.isOutage(e)) {
            LOG.warn("the database does not answer: {}", e.getMessage());
            return page(HttpStatus.SERVICE_UNAVAILABLE, Outages.refusal(e).detail());
        }
        LOG.error("a page has failed", e);
        return page(HttpStatus.INTERNAL_SERVER_ERROR, "");
    }

    private static ModelAndView page(HttpStatus status, String detail) {
        return new ModelAndView(
                "error/" + status.value(),
                detail.isEmpty() ? Map.of() : Map.of("detail", detail),
                status);
    }
}
