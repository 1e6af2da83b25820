package io.fieldgate.portal.fleet;

import static io.fieldgate.portal.fleet.FleetForTests.report;
import static io.fieldgate.portal.fleet.FleetForTests.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerEvent.SubnetsAnnounced;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@PortalTest
class DesiredStatesTest {
    @Autowired private FleetForTests fleet;
    @Autowired private DesiredStates states;
    @Autowired private ReportBook reports;
    @Autowired private SessionBook sessions;
    @Autowired private Nodes nodes;
    @Autowired private Clients clients;
    @Autowired private Subnets subnets;
    @Autowired private io.fieldgate.portal.certificate.ServerKeys keys;

    private final UUID boot = UUID.randomUUID();
    private long sequence;
    private SecureServerView server;

    @BeforeEach
    void anEnrolledSecureServer() {
        server = fleet.server();
        Scope.operator().run(() -> keys.keyOf(server.tenantId(), server.id()));
    }

    @Test
    void theWholeStateSaysAllThatTheSecureServerMustKnow() {
        UUID node = fleet.node(server.id(), "Pump", "192.168.7.0/24");
        UUID client = fleet.client(server.id(), "Laptop");
        StateUpdate whole = since(0).orElseThrow();
        assertThat(whole.fromRevision()).isZero();
        assertThat(whole.peers())
                .extracting(Peer::id)
                .containsExactly(node.toString(), client.toString());
        assertThat(whole.peers().getFirst().vpnAddress()).endsWith(".2");
        assertThat(whole.peers().getFirst().subnets())
                .extracting(Peer.Subnet::prefix)
                .containsExactly("192.168.7.0/24");
        ServerSettings settings = whole.settings();
        assertThat(settings.network()).isEqualTo(server.network());
        assertThat(Base64.getDecoder().decode(settings.tlsCryptV2ServerKey())).hasSize(128);
        assertThat(settings.pingSeconds()).isEqualTo(5);
        assertThat(settings.pingRestartSeconds()).isEqualTo(15);
        assertThat(settings.renegotiateSeconds()).isEqualTo(3600);
        assertThat(since(whole.revision())).isEmpty();
    }

    @Test
    void aRevisionThatWasNeverGivenIsAnsweredWithTheWholeState() {
        StateUpdate update = since(4711).orElseThrow();
        assertThat(update.fromRevision()).isZero();
    }

    @Test
    void aRevokedPeerIsInTheDifferenceAsRevoked() {
        UUID node = fleet.node(server.id(), "Pump");
        fleet.client(server.id(), "Laptop");
        long before = since(0).orElseThrow().revision();
        Scope.operator().run(() -> nodes.revoke(node, "stolen"));
        StateUpdate difference = since(before).orElseThrow();
        assertThat(difference.fromRevision()).isEqualTo(before);
        assertThat(difference.peers()).hasSize(1);
        assertThat(difference.peers().getFirst().state()).isEqualTo(Peer.State.REVOKED);
    }

    @Test
    void anEndedSessionIsNamedUntilTheSecureServerHasTakenItOver() {
        SessionInfo live = session(UUID.randomUUID(), fleet.client(server.id(), "Laptop"));
        apply(List.of(live));
        long before = since(0).orElseThrow().revision();
        Scope.operator().run(() -> sessions.endSession(UUID.fromString(live.sessionId())));
        StateUpdate difference = since(before).orElseThrow();
        assertThat(difference.endSessions()).containsExactly(live.sessionId());
        assertThat(difference.revision()).isGreaterThan(before);
        assertThat(since(difference.revision())).isEmpty();
        apply(List.of());
        assertThat(since(0).orElseThrow().endSessions()).isEmpty();
    }

    @Test
    void anAnnouncedSubnetIsInForceOnceAndRaisesTheRevisionOnlyWhenItIsNews() {
        UUID node = fleet.node(server.id(), "Pump");
        long before = since(0).orElseThrow().revision();
        announce(node, "192.168.9.0/24");
        StateUpdate difference = since(before).orElseThrow();
        assertThat(difference.peers().getFirst().subnets())
                .extracting(Peer.Subnet::prefix)
                .containsExactly("192.168.9.0/24");
        announce(node, "192.168.9.0/24");
        assertThat(since(difference.revision())).isEmpty();
        announce(node);
        assertThat(since(difference.revision()).orElseThrow().peers().getFirst().subnets())
                .isEmpty();
    }

    @Test
    void anAnnouncementThatOverlapsIsRefusedInWordsThatNameBothNodes() {
        fleet.node(server.id(), "Boiler \"A\"", "10.1.0.0/16");
        UUID node = fleet.node(server.id(), "Pump");
        long before = since(0).orElseThrow().revision();
        announce(node, "10.1.7.0/24", "0.0.0.0/0", "nonsense", "127.0.0.0/8", "100.64.0.0/10");
        assertThat(since(before)).isEmpty();
        List<SubnetView> views = Scope.operator().call(() -> nodes.get(node).subnets());
        assertThat(views).hasSize(5).allMatch(view -> view.state() == SubnetState.REFUSED);
        assertThat(views)
                .filteredOn(view -> view.prefix().equals("10.1.7.0/24"))
                .singleElement()
                .extracting(SubnetView::reason)
                .asString()
                .contains("Boiler \"A\"", "Pump", "10.1.0.0/16");
    }

    @Test
    void moreSubnetsThanANodeMayHaveAreNotStored() {
        UUID node = fleet.node(server.id(), "Pump");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add("10.9." + i + ".0/24");
        }
        announce(node, many.toArray(String[]::new));
        assertThat(Scope.operator().call(() -> nodes.get(node).subnets()))
                .hasSize(Subnets.MAX_PER_NODE + 1)
                .filteredOn(subnet -> subnet.state() == SubnetState.REFUSED)
                .singleElement()
                .extracting(SubnetView::reason)
                .asString()
                .contains("200 subnets");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void differencesAddUpToTheWholeState(long fixed) {
        long seed = fixed == 0 ? new Random().nextLong() : fixed;
        System.out.println("differencesAddUpToTheWholeState: seed " + seed);
        Random random = new Random(seed);
        Mirror mirror = new Mirror();
        List<UUID> nodeIds = new ArrayList<>();
        List<UUID> clientIds = new ArrayList<>();
        for (int step = 0; step < 80; step++) {
            change(random, step, nodeIds, clientIds);
            if (random.nextInt(3) == 0) {
                since(mirror.revision).ifPresent(mirror::take);
                assertThat(mirror.peers).as("seed %d step %d", seed, step).isEqualTo(whole().peers);
            }
        }
    }

    private void change(Random random, int step, List<UUID> nodeIds, List<UUID> clientIds) {
        UUID node = nodeIds.isEmpty() ? null : nodeIds.get(random.nextInt(nodeIds.size()));
        String prefix = "10." + random.nextInt(6) + "." + random.nextInt(4) + ".0/24";
        try {
            switch (random.nextInt(7)) {
                case 0 -> nodeIds.add(fleet.node(server.id(), "Node " + step));
                case 1 -> clientIds.add(fleet.client(server.id(), "Client " + step));
                case 2, 3 -> {
                    if (node != null) {
                        announce(node, prefix, "10." + random.nextInt(6) + ".128.0/17");
                    }
                }
                case 4 -> {
                    if (node != null) {
                        Scope.operator().run(() -> subnets.add(node, prefix));
                    }
                }
                case 5 -> {
                    if (node != null) {
                        Scope.operator().run(() -> subnets.remove(node, prefix));
                    }
                }
                default -> {
                    if (!clientIds.isEmpty() && random.nextInt(4) == 0) {
                        UUID client = clientIds.get(random.nextInt(clientIds.size()));
                        Scope.operator().run(() -> clients.revoke(client, "left"));
                    } else if (node != null && random.nextInt(4) == 0) {
                        Scope.operator().run(() -> nodes.revoke(node, "stolen"));
                    }
                }
            }
        } catch (RefusedException expected) {
            assertThat(expected.refusal().detail()).isNotEmpty();
        }
    }

    /// What a secure server makes of the updates: the same rules, nothing else.
    private static final class Mirror {
        final Map<String, Peer> peers = new TreeMap<>();
        long revision;

        void take(StateUpdate update) {
            if (update.fromRevision() == 0) {
                peers.clear();
            } else {
                assertThat(update.fromRevision()).isEqualTo(revision);
            }
            update.removedPeerIds().forEach(peers::remove);
            update.peers().forEach(peer -> peers.put(peer.id(), peer));
            revision = update.revision();
        }
    }

    private Mirror whole() {
        Mirror mirror = new Mirror();
        mirror.take(since(0).orElseThrow());
        return mirror;
    }

    private void announce(UUID node, String... prefixes) {
        List<SubnetsAnnounced.Verdict> verdicts = new ArrayList<>();
        for (String prefix : prefixes) {
            verdicts.add(new SubnetsAnnounced.Verdict(prefix, true, null));
        }
        SubnetsAnnounced event = new SubnetsAnnounced(Instant.now(), node.toString(), verdicts);
        tenant().run(() ->
                reports.apply(
                        server.tenantId(),
                        server.id(),
                        report(server.id(), boot, ++sequence, null, event)));
    }

    private void apply(List<SessionInfo> snapshot) {
        tenant().run(() ->
                reports.apply(
                        server.tenantId(),
                        server.id(),
                        report(server.id(), boot, ++sequence, snapshot)));
    }

    private Optional<StateUpdate> since(long revision) {
        return tenant().call(() -> states.since(server.id(), revision));
    }

    private Scope tenant() {
        return new Scope.Tenant(server.tenantId());
    }
}
