package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.Enrolment;
import io.fieldgate.portal.fleet.Enrolments;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// A device's first call. It needs no token: the activation code says who it is.
@RestController
@RequestMapping(path = "/api/v1/enrolments", produces = MediaType.APPLICATION_JSON_VALUE)
class EnrolmentApi {
    private final Enrolments enrolments;

    EnrolmentApi(Enrolments enrolments) {
        this.enrolments = enrolments;
    }

    /// @param activationCode as shown with the node
    /// @param csr PKCS#10 in PEM, of a P-256 key that the device made and keeps
    record NewEnrolment(@Nullable String activationCode, @Nullable String csr) {
        @Override
        public String toString() {
            return "NewEnrolment[not shown]";
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @PermitAll
    @SecurityRequirements
    ResponseEntity<Enrolment> enrol(@RequestBody NewEnrolment body, HttpServletRequest request) {
        Enrolment enrolment =
                enrolments.redeem(body.activationCode(), body.csr(), request.getRemoteAddr());
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(enrolment);
    }
}
