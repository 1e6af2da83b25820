package io.fieldgate.pki.http;

import io.fieldgate.contract.Problem;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Turns failures into `application/problem+json`. Faults of this service are told by a reference
/// into its log only.
@RestControllerAdvice
class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<Problem> refused(RefusedException refusal) {
        String message = refusal.getMessage();
        return answer(
                status(refusal.reason()), name(refusal.reason()), message == null ? "" : message);
    }

    @ExceptionHandler
    ResponseEntity<Problem> storage(IOException fault) {
        String reference = UUID.randomUUID().toString();
        log.error("Storage fault, reference {}", reference, fault);
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE,
                "storage",
                "The PKI service cannot use its disk (no space left, or a disk fault). Nothing was"
                        + " issued. Free space, then try again. Reference in the log: "
                        + reference);
    }

    @ExceptionHandler
    ResponseEntity<Problem> other(Exception fault) {
        if (fault instanceof ErrorResponse response
                && response.getStatusCode().is4xxClientError()) {
            return answer(response.getStatusCode(), "request", "There is no such call.");
        }
        String reference = UUID.randomUUID().toString();
        log.error("Fault, reference {}", reference, fault);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "The PKI service made a mistake. Nothing was released. Reference in the log: "
                        + reference);
    }

    static ResponseEntity<Problem> answer(HttpStatusCode status, String name, String detail) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(
                        new Problem(
                                "urn:fieldgate:problem:pki-" + name,
                                known == null ? "Error" : known.getReasonPhrase(),
                                status.value(),
                                detail));
    }

    private static String name(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static HttpStatus status(Reason reason) {
        return switch (reason) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case CSR_REFUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case GONE -> HttpStatus.GONE;
            case CLOCK_WRONG, BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }
}
