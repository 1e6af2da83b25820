package io.fieldgate.pki.http;

import io.fieldgate.pki.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.scheduling.annotation.Scheduled;

/// Looks once an hour whether the service's own certificate is to be renewed.
class ServiceTlsRenewal {
    private static final Logger log = LoggerFactory.getLogger(ServiceTlsRenewal.class);

    private final ServiceTls tls;
    private final SslBundleRegistry registry;

    ServiceTlsRenewal(ServiceTls tls, SslBundleRegistry registry) {
        this.tls = tls;
        this.registry = registry;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    void renewIfDue() {
        try {
            tls.renewIfDue(registry, Instant.now());
        } catch (IOException | RefusedException e) {
            log.error("The service's own certificate could not be renewed; trying again", e);
        }
    }
}
