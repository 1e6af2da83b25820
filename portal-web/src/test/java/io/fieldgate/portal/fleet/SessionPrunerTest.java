package io.fieldgate.portal.fleet;

import static io.fieldgate.portal.fleet.FleetForTests.report;
import static io.fieldgate.portal.fleet.FleetForTests.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class SessionPrunerTest {
    @Autowired private FleetForTests fleet;
    @Autowired private ReportBook reports;
    @Autowired private SessionBook sessions;
    @Autowired private SessionPruner pruner;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @Test
    void longEndedSessionsAreForgottenButTheNewestOfEachPeer() {
        SecureServerView server = fleet.server();
        UUID node = fleet.node(server.id(), "Pump");
        UUID boot = UUID.randomUUID();
        SessionInfo old = session(UUID.randomUUID(), node);
        SessionInfo newest = session(UUID.randomUUID(), node);
        Scope.operator()
                .run(() -> {
                    reports.apply(
                            server.tenantId(),
                            server.id(),
                            report(server.id(), boot, 1, List.of(old, newest)));
                    reports.apply(
                            server.tenantId(),
                            server.id(),
                            report(server.id(), boot, 2, List.of()));
                    age(server.id(), old, 200);
                    age(server.id(), newest, 100);
                    pruner.prune();
                    assertThat(sessions.find(UUID.fromString(old.sessionId()))).isEmpty();
                    assertThat(sessions.newest(node))
                            .map(session -> session.id().toString())
                            .contains(newest.sessionId());
                });
    }

    private void age(UUID serverId, SessionInfo session, int days) {
        transaction.executeWithoutResult(_ ->
                jdbc.sql(
                                """
                                UPDATE vpn_session
                                SET since = since - make_interval(days => :days),
                                    ended_at = ended_at - make_interval(days => :days)
                                WHERE secure_server_id = :server AND session_id = :session
                                """)
                        .param("days", days)
                        .param("server", serverId)
                        .param("session", UUID.fromString(session.sessionId()))
                        .update());
    }
}
