package io.fieldgate.portal.control;

import io.fieldgate.contract.control.BootstrapRequest;
import io.fieldgate.portal.provisioning.Bootstrap;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// A new secure server's first call: its one-time secret for its certificates.
@RestController
class BootstrapController {
    private static final Logger LOG = LoggerFactory.getLogger(BootstrapController.class);
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final Bootstrap bootstrap;

    BootstrapController(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    @PostMapping(ControlSecurity.BOOTSTRAP)
    @PermitAll
    ResponseEntity<byte[]> bootstrap(HttpServletRequest request) throws IOException {
        BootstrapRequest body =
                ControlJson.read(request.getInputStream(), MAX_BODY_BYTES, BootstrapRequest.class);
        UUID serverId = serverId(body.secureServerId());
        return bootstrap
                .redeem(
                        serverId,
                        required(body.secret()),
                        required(body.vpnCsr()),
                        required(body.controlCsr()))
                .map(answer -> {
                    LOG.info("Secure server {} has enrolled", serverId);
                    return ControlJson.ok(answer);
                })
                .orElseThrow(() ->
                        new BadControlRequestException(
                                401, "The bootstrap secret is wrong, used or too old."));
    }

    private static UUID serverId(@Nullable String text) {
        try {
            return UUID.fromString(required(text));
        } catch (IllegalArgumentException e) {
            throw new BadControlRequestException(400, "secureServerId is not a UUID.", e);
        }
    }

    private static String required(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new BadControlRequestException(400, "A required value is missing.");
        }
        return value;
    }
}
