package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.ProbeSource;
import io.fieldgate.portal.fleet.StateChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Asks secure servers whether devices answer. A question travels with the desired state, the
/// answer with a report.
@Service
class Probes implements ProbeSource {
    /// A question that is older is of no use to anybody: who asked has gone.
    static final Duration FRESH = Duration.ofSeconds(10);

    /// Questions of one secure server that may wait at a time.
    static final int MAX_WAITING = 20;

    private static final Duration KEPT = Duration.ofDays(1);

    private final ProbeTable probes;
    private final StateChanges changes;
    private final Clock clock;

    Probes(ProbeTable probes, StateChanges changes, Clock clock) {
        this.probes = probes;
        this.changes = changes;
        this.clock = clock;
    }

    /// Puts a question.
    ///
    /// @param address the device's own address at the site, or the node's VPN address
    /// @param port TCP port; null: an echo request alone
    /// @return its id
    @Transactional
    public UUID ask(NodeView node, String address, @Nullable Integer port) {
        UUID serverId = node.secureServerId();
        changes.lock(serverId);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (probes.openCount(serverId, now.minus(FRESH)) >= MAX_WAITING) {
            throw AccessRefusals.tooManyQuestions();
        }
        probes.forget(serverId, now.minus(KEPT));
        UUID id = UUID.randomUUID();
        probes.insert(
                node.tenantId(),
                serverId,
                new Probe(id.toString(), node.id().toString(), address, port),
                changes.probeAsked(serverId),
                now);
        return id;
    }

    /// The answer, if it is there.
    @Transactional(readOnly = true)
    public Optional<ProbeTable.Answer> answer(UUID id) {
        return probes.answerOf(id);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Probe> probes(UUID secureServerId, long afterRevision) {
        return probes.openAfter(secureServerId, afterRevision, clock.instant().minus(FRESH));
    }
}
