package io.fieldgate.portal.provisioning;

import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import io.fieldgate.portal.fleet.InstanceStanding;
import io.fieldgate.portal.fleet.InstanceStanding.State;
import io.fieldgate.portal.fleet.Instances;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.WantedInstance;
import io.fieldgate.portal.provisioning.Provisioner.Outcome;
import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.RefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the instances that exist equal to the secure servers that are wanted, one pass at a time.
///
/// Everything that it does may be done again: a pass that was cut short is finished by the next
/// one. Owned by one thread.
final class Reconciler {
    /// Ports that are tried in one pass for one secure server.
    static final int MAX_PORT_MOVES = 50;

    /// An instance that has enrolled speaks to the portal within seconds. If it does not, the
    /// answer to its enrolment was lost, and it needs a new secret.
    static final Duration SILENT_AFTER_ENROLMENT = Duration.ofSeconds(60);

    /// Failures in a row after which an enrolled instance gets a new secret: it may have lost its
    /// directory.
    static final int FAILURES_BEFORE_NEW_SECRET = 3;

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Provisioner provisioner;
    private final Instances instances;
    private final SecureServers servers;
    private final BootstrapSecrets secrets;
    private final InstanceSpecs specs;
    private final Clock clock;

    /// What each running instance was told last, without its secret; empty after a start.
    private final Map<UUID, InstanceSpec> told = new HashMap<>();

    private boolean unreachable;

    Reconciler(
            Provisioner provisioner,
            Instances instances,
            SecureServers servers,
            BootstrapSecrets secrets,
            InstanceSpecs specs,
            Clock clock) {
        this.provisioner = provisioner;
        this.instances = instances;
        this.servers = servers;
        this.secrets = secrets;
        this.specs = specs;
        this.clock = clock;
    }

    /// One pass over all secure servers.
    void pass() {
        List<WantedInstance> wanted = instances.wanted();
        try {
            Map<UUID, InstanceStatus> observed = byId(provisioner.observe());
            if (unreachable) {
                LOG.info("The process host answers again");
            }
            unreachable = false;
            for (WantedInstance one : wanted) {
                reconcileAlone(one, Optional.ofNullable(observed.get(one.secureServerId())));
            }
        } catch (IOException e) {
            if (!unreachable) {
                LOG.warn("{}", e.getMessage());
            }
            unreachable = true;
            wanted.stream().filter(one -> !one.deleted()).forEach(one -> waitForHost(one, e));
        }
        instances.refreshStates();
    }

    /// One secure server that cannot be looked after must not keep the others from it.
    private void reconcileAlone(WantedInstance wanted, Optional<InstanceStatus> status)
            throws IOException {
        try {
            reconcile(wanted, status);
        } catch (RuntimeException e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            LOG.error("Secure server {} cannot be looked after", wanted.secureServerId(), e);
        }
    }

    private void reconcile(WantedInstance wanted, Optional<InstanceStatus> status)
            throws IOException {
        if (wanted.deleted()) {
            remove(wanted);
        } else if (mustAct(wanted, status)) {
            ensure(wanted, status);
        } else if (status.isPresent()) {
            observe(wanted, status.get());
        }
    }

    private boolean mustAct(WantedInstance wanted, Optional<InstanceStatus> status) {
        boolean due =
                wanted.standing()
                        .map(standing -> !standing.nextAttemptAt().isAfter(clock.instant()))
                        .orElse(true);
        if (!due) {
            return false;
        }
        return status.isEmpty()
                || status.get().state() == InstanceStatus.State.FAILED
                || !specs.of(wanted, null).equals(told.get(wanted.secureServerId()))
                || needsSecret(wanted);
    }

    /// Whether a running instance can get no further without a new secret: it has none, and either
    /// never enrolled or has not been heard of since.
    private boolean needsSecret(WantedInstance wanted) {
        if (secrets.pending(wanted.secureServerId())) {
            return false;
        }
        Optional<Instant> enrolledAt = wanted.standing().flatMap(InstanceStanding::enrolledAt);
        if (enrolledAt.isEmpty()) {
            return true;
        }
        Instant enrolled = enrolledAt.get();
        return wanted.lastContactAt().map(contact -> contact.isBefore(enrolled)).orElse(true)
                && enrolled.plus(SILENT_AFTER_ENROLMENT).isBefore(clock.instant());
    }

    private void ensure(WantedInstance wanted, Optional<InstanceStatus> status) throws IOException {
        int failures = wanted.standing().map(InstanceStanding::failures).orElse(0);
        // An instance that has not enrolled yet would lose its secret by a specification without.
        boolean withSecret =
                status.isEmpty()
                        || wanted.standing().flatMap(InstanceStanding::enrolledAt).isEmpty()
                        || needsSecret(wanted)
                        || failures >= FAILURES_BEFORE_NEW_SECRET;
        @Nullable String secret =
                withSecret ? secrets.create(wanted.tenantId(), wanted.secureServerId()) : null;
        boolean portIsKnown = wanted.standing().flatMap(InstanceStanding::startedAt).isPresent();
        InstanceSpec spec = specs.of(wanted, secret);
        Outcome outcome = provisioner.ensure(spec);
        for (int moves = 0;
                outcome instanceof Outcome.PortTaken && !portIsKnown && moves < MAX_PORT_MOVES;
                moves++) {
            int port;
            try {
                port = servers.moveToAnotherPort(wanted.secureServerId());
            } catch (RefusedException e) {
                failed(wanted, e.refusal().detail());
                return;
            }
            spec = InstanceSpecs.at(spec, port);
            outcome = provisioner.ensure(spec);
        }
        switch (outcome) {
            case Outcome.Done done -> {
                told.put(wanted.secureServerId(), InstanceSpecs.withoutSecret(spec));
                InstanceStatus now = byId(done.instances()).get(wanted.secureServerId());
                if (now == null) {
                    failed(wanted, "The process host says that it is done, and does not know it.");
                } else if (now.state() == InstanceStatus.State.FAILED) {
                    failed(wanted, now.message());
                } else {
                    observe(wanted, now);
                }
            }
            case Outcome.PortTaken taken ->
                    failed(wanted, portIsKnown ? taken.message() : noFreePort(wanted, taken));
            case Outcome.Refused refused -> failed(wanted, refused.message());
        }
    }

    private static String noFreePort(WantedInstance wanted, Outcome.PortTaken last) {
        return "No port was found that is free for UDP and TCP (%d were tried, from %d on). It goes on trying; end what listens there, or start Fieldgate with other ports: ./fieldgate up --vpn-ports FIRST-LAST. %s"
                .formatted(MAX_PORT_MOVES + 1, wanted.port(), last.message());
    }

    private void remove(WantedInstance wanted) throws IOException {
        told.remove(wanted.secureServerId());
        switch (provisioner.remove(wanted.secureServerId())) {
            case Outcome.Done done -> {
                if (!byId(done.instances()).containsKey(wanted.secureServerId())) {
                    servers.purge(wanted.secureServerId());
                    LOG.info("Secure server {} is removed", wanted.secureServerId());
                }
            }
            case Outcome.PortTaken(String message) -> couldNotRemove(wanted, message);
            case Outcome.Refused(String message) -> couldNotRemove(wanted, message);
        }
    }

    private static void couldNotRemove(WantedInstance wanted, String message) {
        LOG.warn("Secure server {} cannot be removed: {}", wanted.secureServerId(), message);
    }

    private void observe(WantedInstance wanted, InstanceStatus status) {
        Instant now = clock.instant();
        State state =
                switch (status.state()) {
                    case RUNNING -> State.RUNNING;
                    case RESTARTING -> State.RESTARTING;
                    case FAILED -> State.FAILED;
                };
        boolean settled = state == State.RUNNING;
        Optional<InstanceStanding> before = wanted.standing();
        record(
                wanted,
                new InstanceStanding(
                        wanted.secureServerId(),
                        wanted.tenantId(),
                        state,
                        status.message(),
                        status.restarts(),
                        settled ? 0 : before.map(InstanceStanding::failures).orElse(0),
                        settled ? now : before.map(InstanceStanding::nextAttemptAt).orElse(now),
                        before.flatMap(InstanceStanding::startedAt).or(() -> Optional.of(now)),
                        before.flatMap(InstanceStanding::enrolledAt)),
                status.boundary());
    }

    private void failed(WantedInstance wanted, String message) {
        int failures = wanted.standing().map(InstanceStanding::failures).orElse(0) + 1;
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, 10));
        record(
                wanted,
                new InstanceStanding(
                        wanted.secureServerId(),
                        wanted.tenantId(),
                        State.FAILED,
                        message,
                        wanted.standing().map(InstanceStanding::restarts).orElse(0),
                        failures,
                        clock.instant()
                                .plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE),
                        wanted.standing().flatMap(InstanceStanding::startedAt),
                        wanted.standing().flatMap(InstanceStanding::enrolledAt)),
                "");
        LOG.warn("Secure server {} does not run: {}", wanted.secureServerId(), message);
    }

    /// Says on those that never ran why; what ran before is judged by its control link.
    private void waitForHost(WantedInstance wanted, IOException cause) {
        if (wanted.standing().flatMap(InstanceStanding::startedAt).isPresent()) {
            return;
        }
        record(
                wanted,
                new InstanceStanding(
                        wanted.secureServerId(),
                        wanted.tenantId(),
                        State.WAITING,
                        "It waits for the process host: " + cause.getMessage(),
                        0,
                        0,
                        clock.instant(),
                        Optional.empty(),
                        Optional.empty()),
                "");
    }

    /// Stores what changed; a pass in which nothing happens writes nothing.
    private void record(WantedInstance wanted, InstanceStanding standing, String boundary) {
        boolean same =
                wanted.standing().map(before -> sameButForTime(before, standing)).orElse(false);
        if (!same) {
            instances.record(standing, boundary);
        }
    }

    private static boolean sameButForTime(InstanceStanding a, InstanceStanding b) {
        return a.state() == b.state()
                && a.message().equals(b.message())
                && a.restarts() == b.restarts()
                && a.failures() == b.failures()
                && a.startedAt().isPresent() == b.startedAt().isPresent();
    }

    private static Map<UUID, InstanceStatus> byId(List<InstanceStatus> statuses)
            throws IOException {
        Map<UUID, InstanceStatus> byId = new HashMap<>();
        for (InstanceStatus status : statuses) {
            try {
                byId.put(UUID.fromString(status.instanceId()), status);
            } catch (IllegalArgumentException e) {
                throw new IOException("the process host names an instance without a UUID", e);
            }
        }
        return byId;
    }
}
