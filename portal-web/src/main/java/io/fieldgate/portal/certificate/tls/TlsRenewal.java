package io.fieldgate.portal.certificate.tls;

import io.fieldgate.portal.certificate.pki.PkiProblemException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Puts a renewed certificate into use on both ports, without a restart.
@Component
class TlsRenewal {
    private static final Logger log = LoggerFactory.getLogger(TlsRenewal.class);

    private final HttpsCertificate certificate;
    private final PortalTls tls;

    TlsRenewal(HttpsCertificate certificate, PortalTls tls) {
        this.certificate = certificate;
        this.tls = tls;
    }

    @Scheduled(fixedDelay = 10, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void renewIfDue() {
        try {
            if (certificate.renewIfDue()) {
                tls.reload();
                log.info("The portal has a new HTTPS certificate");
            }
        } catch (IOException | PkiProblemException e) {
            log.error("The HTTPS certificate could not be renewed; trying again later", e);
        }
    }
}
