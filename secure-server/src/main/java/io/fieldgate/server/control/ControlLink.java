package io.fieldgate.server.control;

import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.log.EventLog;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The server's side of the control link: enrols, follows the desired state, reports. Two threads
/// of its own; none of them ever touches a packet.
public final class ControlLink {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final InstanceDirectory directory;
    private final InstanceConfig config;
    private final Plane plane;
    private final EventLog log;
    private final EventSpool spool;
    private final SecureRandom random = new SecureRandom();
    private final Thread thread;
    private volatile @Nullable Thread reportThread;

    /// @param spool where the data plane puts its events
    public ControlLink(
            InstanceDirectory directory,
            InstanceConfig config,
            Plane plane,
            EventSpool spool,
            EventLog log) {
        this.directory = directory;
        this.config = config;
        this.plane = plane;
        this.spool = spool;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("control-link").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Ends both threads; waits for each a second at most.
    public void stop() throws InterruptedException {
        thread.interrupt();
        Thread reports = reportThread;
        if (reports != null) {
            reports.interrupt();
            reports.join(STOP_LIMIT);
        }
        thread.join(STOP_LIMIT);
    }

    private void run() {
        try {
            Identity identity = new Enrolment(directory, log, random).await();
            plane.identify(identity);
            try (PortalClient portal =
                    new PortalClient(
                            URI.create(config.controlUrl()),
                            Pem.certificates(config.controlTrust()).getFirst(),
                            identity)) {
                follow(portal);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (GeneralSecurityException | RuntimeException unusable) {
            log.warn("the control link cannot work: " + unusable);
        }
    }

    private void follow(PortalClient portal) throws InterruptedException {
        Problems problems = new Problems(log);
        StateFollower follower =
                new StateFollower(portal, directory, plane, problems, log, random, spool::wake);
        Reporter reports =
                new Reporter(
                        config.secureServerId(),
                        portal,
                        plane,
                        spool,
                        problems,
                        follower::applied,
                        log,
                        random);
        follower.restore();
        reportThread = Thread.ofPlatform().daemon().name("reports").start(() -> report(reports));
        follower.follow();
    }

    private static void report(Reporter reports) {
        try {
            reports.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
