package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.fleet.InstanceStanding.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServerConditionTest {
    private static final UUID ID = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aSecureServerThatReportsRuns() {
        assertThat(judge(State.RUNNING, "", 0, link(Duration.ofSeconds(9), 4, "")))
                .isEqualTo(new ServerCondition(SecureServerState.RUNNING, ""));
    }

    @Test
    void aSilentSecureServerIsDegradedAndTheTimeIsNamed() {
        ServerCondition condition =
                judge(State.RUNNING, "", 0, link(Duration.ofSeconds(26), 4, ""));
        assertThat(condition.state()).isEqualTo(SecureServerState.DEGRADED);
        assertThat(condition.detail()).contains("2026-11-22T11:59:34Z");
    }

    @Test
    void whatHindersItIsSaidInItsOwnWords() {
        ServerCondition condition =
                judge(State.RUNNING, "", 0, link(Duration.ZERO, 4, "The disk is full."));
        assertThat(condition)
                .isEqualTo(new ServerCondition(SecureServerState.DEGRADED, "The disk is full."));
    }

    @Test
    void itIsBeingProvisionedUntilItHasAStateInForce() {
        assertThat(ServerCondition.judge(Optional.empty(), Optional.empty(), NOW).state())
                .isEqualTo(SecureServerState.PROVISIONING);
        assertThat(judge(State.WAITING, "It waits.", 0, Optional.empty()).state())
                .isEqualTo(SecureServerState.PROVISIONING);
        assertThat(judge(State.RESTARTING, "", 0, Optional.empty()).detail())
                .isEqualTo("Its process is being started.");
        assertThat(judge(State.RUNNING, "", 0, Optional.empty()).state())
                .isEqualTo(SecureServerState.PROVISIONING);
        assertThat(judge(State.RUNNING, "", 0, link(Duration.ZERO, 0, "")).state())
                .isEqualTo(SecureServerState.PROVISIONING);
    }

    @Test
    void aProcessThatDiesAgainAndAgainIsDegradedAndThenFailed() {
        assertThat(judge(State.RESTARTING, "status 1", 2, Optional.empty()).state())
                .isEqualTo(SecureServerState.DEGRADED);
        assertThat(judge(State.RESTARTING, "status 1", 2, Optional.empty()).detail())
                .endsWith("status 1");
        assertThat(judge(State.FAILED, "status 1", 9, link(Duration.ZERO, 4, "")))
                .isEqualTo(new ServerCondition(SecureServerState.FAILED, "status 1"));
    }

    private static ServerCondition judge(
            State state, String message, int restarts, Optional<ControlLink> link) {
        InstanceStanding standing =
                new InstanceStanding(
                        ID,
                        ID,
                        state,
                        message,
                        restarts,
                        0,
                        NOW,
                        Optional.of(NOW),
                        Optional.of(NOW));
        return ServerCondition.judge(Optional.of(standing), link, NOW);
    }

    private static Optional<ControlLink> link(Duration ago, long applied, String problem) {
        Instant last = NOW.minus(ago);
        return Optional.of(
                new ControlLink(
                        ID,
                        Optional.of(ID),
                        1,
                        applied,
                        Optional.of(last),
                        Optional.of(last),
                        problem,
                        1));
    }
}
