package io.fieldgate.portal.control;

import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.shared.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes in what secure servers report.
@RestController
class ReportController {
    /// A snapshot of a full VPN network has 16 thousand sessions of some 500 bytes.
    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

    private final ReportBook reports;

    ReportController(ReportBook reports) {
        this.reports = reports;
    }

    @PostMapping("/control/v1/reports")
    @PreAuthorize("hasRole('SECURE_SERVER')")
    ResponseEntity<Void> report(
            @AuthenticationPrincipal ControlCaller caller, HttpServletRequest request)
            throws IOException {
        ServerReport report =
                ControlJson.read(request.getInputStream(), MAX_BODY_BYTES, ServerReport.class);
        if (!caller.secureServerId().toString().equals(report.secureServerId())) {
            throw new BadControlRequestException(400, "The report is of another secure server.");
        }
        new Scope.Tenant(caller.tenantId())
                .run(() -> reports.apply(caller.tenantId(), caller.secureServerId(), report));
        return ResponseEntity.noContent().build();
    }
}
