package io.fieldgate.portal.control;

import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.fleet.DesiredStates;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.fleet.StateSignals;
import io.fieldgate.portal.shared.Scope;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Hands out the desired state: a long poll, which waits in a virtual thread and holds no database
/// connection meanwhile.
@RestController
class StateController {
    static final int MAX_WAIT_SECONDS = 55;

    private final DesiredStates states;
    private final ReportBook reports;
    private final StateSignals signals;

    StateController(DesiredStates states, ReportBook reports, StateSignals signals) {
        this.states = states;
        this.reports = reports;
        this.signals = signals;
    }

    @GetMapping("/control/v1/state")
    @PreAuthorize("hasRole('SECURE_SERVER')")
    ResponseEntity<byte[]> state(
            @AuthenticationPrincipal ControlCaller caller,
            @RequestParam(defaultValue = "0") long since,
            @RequestParam(defaultValue = "0") int waitSeconds)
            throws InterruptedException {
        int seconds = Math.clamp(waitSeconds, 0, MAX_WAIT_SECONDS);
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Scope scope = new Scope.Tenant(caller.tenantId());
        scope.run(() -> reports.touch(caller.tenantId(), caller.secureServerId()));
        try (var subscription = signals.subscribe(caller.secureServerId())) {
            do {
                Optional<StateUpdate> update =
                        scope.call(() -> states.since(caller.secureServerId(), since));
                if (update.isPresent()) {
                    return ControlJson.ok(update.get());
                }
            } while (subscription.await(Duration.ofNanos(deadline - System.nanoTime())));
        }
        return ResponseEntity.noContent().build();
    }
}
