package io.fieldgate.portal.fleet;

import static io.fieldgate.portal.fleet.FleetForTests.ended;
import static io.fieldgate.portal.fleet.FleetForTests.report;
import static io.fieldgate.portal.fleet.FleetForTests.session;
import static io.fieldgate.portal.fleet.FleetForTests.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PortalTest
class ReportBookTest {
    @Autowired private FleetForTests fleet;
    @Autowired private ReportBook reports;
    @Autowired private SessionBook sessions;
    @Autowired private Nodes nodes;

    private final UUID boot = UUID.randomUUID();
    private SecureServerView server;
    private UUID node;

    @BeforeEach
    void aSecureServerWithANode() {
        server = fleet.server();
        node = fleet.node(server.id(), "Pump");
    }

    @Test
    void aNodeIsOnlineWhileItHasASessionAndOfflineAfterwards() {
        assertThat(state()).isEqualTo(PeerState.PENDING);
        SessionInfo session = session(UUID.randomUUID(), node);
        apply(report(server.id(), boot, 1, List.of(), started(session)));
        assertThat(state()).isEqualTo(PeerState.PENDING);
        apply(report(server.id(), boot, 2, null, started(session)));
        assertThat(state()).isEqualTo(PeerState.ONLINE);
        apply(report(server.id(), boot, 3, null, ended(session, "PING_TIMEOUT")));
        assertThat(state()).isEqualTo(PeerState.OFFLINE);
        Session past = newest();
        assertThat(past.endReason()).isEqualTo("PING_TIMEOUT");
        assertThat(past.bytesReceived()).isEqualTo(111);
        assertThat(past.bytesSent()).isEqualTo(222);
    }

    @Test
    void aReportSentAgainChangesNothing() {
        SessionInfo session = session(UUID.randomUUID(), node);
        apply(report(server.id(), boot, 1, List.of(session)));
        apply(report(server.id(), boot, 2, null, ended(session, "PEER_EXIT")));
        apply(report(server.id(), boot, 1, List.of(session)));
        assertThat(live()).isEmpty();
        apply(report(server.id(), boot, 2, null, started(session(UUID.randomUUID(), node))));
        assertThat(live()).isEmpty();
    }

    @Test
    void aSnapshotEndsWhatItDoesNotNameAndBeginsWhatWasMissed() {
        SessionInfo first = session(UUID.randomUUID(), node);
        SessionInfo second = session(UUID.randomUUID(), fleet.client(server.id(), "Laptop"));
        apply(report(server.id(), boot, 1, List.of(first)));
        apply(report(server.id(), boot, 5, List.of(second, second)));
        assertThat(live()).containsExactly(UUID.fromString(second.sessionId()));
        assertThat(newest().endReason()).isEqualTo(ReportBook.NOT_IN_SNAPSHOT);
        assertThat(state()).isEqualTo(PeerState.OFFLINE);
    }

    @Test
    void aNewBootEndsTheSessionsOfTheOneBeforeWhoseLateReportsAreNotBelieved() {
        SessionInfo old = session(UUID.randomUUID(), node);
        apply(report(server.id(), boot, 7, List.of(old)));
        UUID newBoot = UUID.randomUUID();
        apply(report(server.id(), newBoot, 1, List.of()));
        assertThat(live()).isEmpty();
        assertThat(newest().endReason()).isEqualTo(ReportBook.BOOT_OVER);
        apply(report(server.id(), boot, 8, List.of(old)));
        assertThat(live()).isEmpty();
        SessionInfo again = session(UUID.randomUUID(), node);
        apply(report(server.id(), newBoot, 2, null, started(again)));
        assertThat(live()).containsExactly(UUID.fromString(again.sessionId()));
    }

    @Test
    void aPeerOfAnotherSecureServerIsNotBelieved() {
        UUID stranger = fleet.node(fleet.server().id(), "Elsewhere");
        apply(report(server.id(), boot, 1, List.of(session(UUID.randomUUID(), stranger))));
        assertThat(live()).isEmpty();
        assertThat(Scope.operator().call(() -> sessions.newest(stranger))).isEmpty();
    }

    @Test
    void aReportThatCannotBeUnderstoodChangesNothing() {
        SessionInfo good = session(UUID.randomUUID(), node);
        ServerReport bad =
                report(
                        server.id(),
                        boot,
                        1,
                        List.of(good),
                        started(session(UUID.randomUUID(), node)),
                        new io.fieldgate.contract.control.ServerEvent.SessionEnded(
                                java.time.Instant.now(), "no-uuid", node.toString(), "", 0, 0));
        assertThatThrownBy(() -> apply(bad)).isInstanceOf(MalformedReportException.class);
        assertThat(live()).isEmpty();
        apply(report(server.id(), boot, 1, List.of(good)));
        assertThat(live()).hasSize(1);
    }

    @Test
    void textsOfTheInternetAreKeptPrintableAndShort() {
        SessionInfo hostile =
                new SessionInfo(
                        UUID.randomUUID().toString(),
                        node.toString(),
                        java.time.Instant.now().plusSeconds(90_000),
                        "192.0.2.1:1\u0000\n",
                        "UDP",
                        "100.64.0.2",
                        "x".repeat(10_000),
                        "<script>\u202e",
                        "lïnux",
                        -5,
                        Long.MAX_VALUE,
                        new SessionInfo.ClientDetails(
                                "TLSv1.3", "prf", "A:".repeat(5_000), "GUI\r\n<b>", "data-v2"));
        apply(report(server.id(), boot, 1, List.of(hostile)));
        Session stored = newest();
        assertThat(stored.remoteAddress()).isEqualTo("192.0.2.1:1??");
        assertThat(stored.cipher()).hasSize(ReportText.MAX_TEXT);
        assertThat(stored.clientVersion()).isEqualTo("<script>?");
        assertThat(stored.platform()).isEqualTo("l?nux");
        assertThat(stored.tlsVersion()).isEqualTo("TLSv1.3");
        assertThat(stored.keyDerivation()).isEqualTo("prf");
        assertThat(stored.clientCiphers()).hasSize(ReportText.MAX_TEXT);
        assertThat(stored.guiVersion()).isEqualTo("GUI??<b>");
        assertThat(stored.abilities()).isEqualTo("data-v2");
        assertThat(stored.bytesReceived()).isZero();
        assertThat(stored.since()).isBeforeOrEqualTo(java.time.Instant.now());
    }

    @Test
    void aThousandSessionsInOneSnapshotAreStored() {
        List<UUID> peers = new java.util.ArrayList<>();
        for (int i = 0; i < 40; i++) {
            peers.add(fleet.client(server.id(), "Client " + i));
        }
        List<SessionInfo> many = new java.util.ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(session(UUID.randomUUID(), peers.get(i % peers.size())));
        }
        apply(report(server.id(), boot, 1, many));
        assertThat(live()).hasSize(1_000);
        apply(report(server.id(), boot, 2, many.subList(0, 3)));
        assertThat(live()).hasSize(3);
    }

    private void apply(ServerReport report) {
        new Scope.Tenant(server.tenantId())
                .run(() -> reports.apply(server.tenantId(), server.id(), report));
    }

    private List<UUID> live() {
        return Scope.operator()
                .call(() -> sessions.sessions(server.id()).stream().map(Session::id).toList());
    }

    private Session newest() {
        return Scope.operator().call(() -> sessions.newest(node)).orElseThrow();
    }

    private PeerState state() {
        return Scope.operator().call(() -> nodes.get(node).state());
    }
}
