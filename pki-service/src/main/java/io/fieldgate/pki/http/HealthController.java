package io.fieldgate.pki.http;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /health`: the service has opened its journal and keys and answers.
@RestController
class HealthController {
    @WithoutCertificate
    @GetMapping("/health")
    Map<String, String> health() {
        return Map.of("status", "UP");
    }
}
