package io.fieldgate.server.control;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.contract.control.BootstrapRequest;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.log.EventLog;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gets the server its identity: from its directory, or once with the one-time secret from the
/// portal. Keys are made here and stay here.
final class Enrolment {
    private static final Duration FIRST_WAIT = Duration.ofMillis(300);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final InstanceDirectory directory;
    private final EventLog log;
    private final Backoff backoff;

    Enrolment(InstanceDirectory directory, EventLog log, RandomGenerator random) {
        this.directory = directory;
        this.log = log;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    }

    /// Waits until the server has an identity.
    Identity await() throws InterruptedException {
        String lastProblem = "";
        while (true) {
            try {
                Optional<Identity> known = directory.identity();
                return known.isPresent() ? known.get() : enrol();
            } catch (IOException | GeneralSecurityException failed) {
                String problem = "cannot enrol yet: " + failed.getMessage();
                if (!problem.equals(lastProblem)) {
                    log.warn(problem);
                    lastProblem = problem;
                }
                Thread.sleep(backoff.failed());
            }
        }
    }

    private Identity enrol() throws IOException, GeneralSecurityException, InterruptedException {
        // Read anew each time: the process host may have got a new secret.
        InstanceConfig config = directory.config();
        String secret = config.bootstrapSecret();
        if (secret == null) {
            throw new IOException(
                    "there is no identity and no bootstrap secret; provision this server again");
        }
        BootstrapRequest request =
                new BootstrapRequest(
                        config.secureServerId(),
                        secret,
                        CertificateRequest.pem(directory.vpnKeys()),
                        CertificateRequest.pem(directory.controlKeys()));
        try (PortalClient portal =
                new PortalClient(
                        URI.create(config.controlUrl()),
                        Pem.certificates(config.controlTrust()).getFirst(),
                        null)) {
            BootstrapAnswer answer = portal.bootstrap(request);
            Identity identity = directory.keep(answer);
            log.info("enrolled at " + config.controlUrl());
            return identity;
        }
    }
}
