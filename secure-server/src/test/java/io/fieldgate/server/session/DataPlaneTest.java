package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.Credentials;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.support.TestCa;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data plane with sessions that do what the test says: who gets which packet, and what peers
/// are told when subnets change.
class DataPlaneTest {
    private static final UUID NODE = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final UUID CLIENT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a002");
    private static final UUID OTHER = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a003");
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 1111);
    private static final InetSocketAddress THERE = new InetSocketAddress("192.0.2.1", 2222);
    private static final InetSocketAddress FAR = new InetSocketAddress("198.51.100.9", 7);
    private static final Map<UUID, X509Certificate> CERTIFICATES = new HashMap<>();
    private static final Map<UUID, Peer.AllowedCertificate> ALLOWED = new HashMap<>();

    @TempDir private static Path directory;

    private final DropCounters drops = new DropCounters();
    private final List<ServerEvent> events = new ArrayList<>();
    private final EventLog log = new EventLog(System.out, InstantSource.system());
    private final Map<Long, FakeSession> sessions = new HashMap<>();
    private final List<InetSocketAddress> sentFromOther = new ArrayList<>();
    private final DataPlane plane =
            new DataPlane(
                    new DataPlane.Ports(Runnable::run, Runnable::run, InstantSource.system()),
                    (_, preferred) -> {
                        mayTakeLastPlace = preferred;
                        return new FakeGate(sessions);
                    },
                    drops,
                    events::add,
                    log);
    private Predicate<Optional<ClientKeyMetadata>> mayTakeLastPlace = _ -> false;
    private DatagramSender socket = (packet, to) -> {};
    private RoutingMode mode = RoutingMode.ONE_TO_MANY;
    private long revision;
    private boolean slow;

    @BeforeAll
    static void issue() throws Exception {
        TestCa ca = new TestCa(directory, "tenant");
        for (UUID id : List.of(NODE, CLIENT, OTHER)) {
            TestCa.Issued issued = ca.issue(id.toString(), TestCa.CLIENT);
            CERTIFICATES.put(id, issued.certificate());
            ALLOWED.put(id, issued.allowed());
        }
    }

    @BeforeEach
    void start() {
        apply(null);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void nodesComeBeforeClientsWhenItIsCrowded() {
        assertThat(mayTakeLastPlace.test(Optional.of(ClientKeyMetadata.ofPeer(NODE)))).isTrue();
        assertThat(mayTakeLastPlace.test(Optional.of(ClientKeyMetadata.ofPeer(CLIENT)))).isFalse();
        UUID stranger = UUID.randomUUID();
        assertThat(mayTakeLastPlace.test(Optional.of(ClientKeyMetadata.ofPeer(stranger))))
                .isFalse();
        assertThat(mayTakeLastPlace.test(Optional.empty())).isFalse();
    }

    @Test
    void clientsBehindOneAddressAreToldApartByPortAndDataId() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        FakeSession other = connect(OTHER, 2, THERE, "");
        data(THERE, other, 9);
        data(HERE, client, 9);
        data(HERE, client, 6);
        assertThat(client.received).hasSize(3);
        assertThat(other.received).hasSize(2);
        assertThat(drops.of(DropReason.UNKNOWN_SESSION)).isZero();
    }

    @Test
    void dataOfASessionComesFromAnywhereButNotFromAnotherPeersAddress() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        FakeSession other = connect(OTHER, 2, THERE, "");
        data(THERE, client, 9);
        assertThat(client.received).hasSize(1);
        assertThat(drops.of(DropReason.ADDRESS_TAKEN)).isEqualTo(1);
        data(FAR, client, 9);
        assertThat(client.received).hasSize(2);
        other.next = output -> other.close(0, "gone", output);
        data(THERE, other, 9);
        data(THERE, client, 9);
        assertThat(client.received).as("the address is free now").hasSize(3);
    }

    @Test
    void afterAMovePacketsWithoutADataIdAreFoundAtTheNewAddress() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        client.next =
                output -> {
                    client.moveTo(THERE);
                    output.report(new Event.Floated(HERE, THERE));
                };
        data(THERE, client, 9);
        data(THERE, client, 6);
        assertThat(client.received).hasSize(3);
        data(HERE, client, 6);
        assertThat(drops.of(DropReason.UNKNOWN_SESSION)).isEqualTo(1);
    }

    @Test
    void afterAMoveAnswersGoOutWhereItsPacketsComeIn() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        socket = (packet, to) -> sentFromOther.add(to);
        client.next =
                output -> {
                    client.moveTo(FAR);
                    output.report(new Event.Floated(HERE, FAR));
                    output.transmit(ByteBuffer.allocate(4));
                };
        data(FAR, client, 9);
        assertThat(sentFromOther).containsExactly(FAR);
    }

    @Test
    void whoConnectsFromAnAddressTakesThePlaceOfWhoWasThere() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        FakeSession other = connect(OTHER, 2, HERE, "");
        assertThat(client.closed).isTrue();
        data(HERE, other, 6);
        assertThat(other.received).hasSize(2);
    }

    @Test
    void aPeerThatCanIsToldOfNewSubnetsAtOnce() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        FakeSession old = connect(OTHER, 2, THERE, "");
        client.takesUpdates = true;
        apply(null, new Peer.Subnet("10.7.0.0/16", SubnetSource.ADMIN));
        assertThat(routes(client)).containsExactly("10.7.0.0/16");
        apply(null, new Peer.Subnet("10.7.0.0/16", SubnetSource.ADMIN));
        assertThat(client.updates).as("nothing changed").hasSize(1);
        apply(null);
        assertThat(client.updates).hasSize(2);
        assertThat(routes(client)).isEmpty();
        assertThat(old.updates).isEmpty();
        assertThat(old.closed || !old.restarts.isEmpty()).as("disturbed").isFalse();
    }

    @Test
    void whatAPeerCannotBeToldOfIsReportedUntilItIsNotLackingAnyMore() {
        slow = true;
        FakeSession old = connect(CLIENT, 1, HERE, "");
        slow = false;
        Peer.Subnet first = new Peer.Subnet("10.7.0.0/16", SubnetSource.ADMIN);
        apply(null, first);
        assertThat(untold()).as("the tunnel is not up yet").isEmpty();
        old.next = old::comeUp;
        data(HERE, old, 9);
        assertThat(untold()).containsExactly(List.of("10.7.0.0/16"));
        apply(null, first);
        assertThat(untold()).as("nothing changed").hasSize(1);
        apply(null, first, new Peer.Subnet("10.8.0.0/16", SubnetSource.ADMIN));
        assertThat(untold().getLast()).containsExactly("10.7.0.0/16", "10.8.0.0/16");
        apply(null);
        assertThat(untold().getLast()).isEmpty();
        assertThat(untold()).hasSize(3);

        FakeSession able = connect(OTHER, 2, THERE, "");
        able.takesUpdates = true;
        apply(null, first);
        assertThat(untold()).as("of the old one alone").hasSize(4);
        connect(CLIENT, 3, HERE, "");
        apply(null, first);
        assertThat(untold()).as("it got them as it dialled in").hasSize(4);
    }

    @Test
    void ofVeryManyOnlySomeAreNamed() {
        connect(CLIENT, 1, HERE, "");
        Peer.Subnet[] many = new Peer.Subnet[150];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Peer.Subnet("10.7." + i + ".0/24", SubnetSource.ADMIN);
        }
        apply(null, many);
        assertThat(untold().getLast()).hasSize(100);
        assertThat(((ServerEvent.RoutesUntold) events.getLast()).more()).isEqualTo(50);
    }

    private List<List<String>> untold() {
        return events.stream()
                .filter(ServerEvent.RoutesUntold.class::isInstance)
                .map(event -> ((ServerEvent.RoutesUntold) event).prefixes())
                .toList();
    }

    @Test
    void whatANodeAnnouncesIsToldToConnectedClients() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        client.takesUpdates = true;
        FakeSession node = connect(NODE, 2, THERE, "10.9.0.0/24 fd00:9::/64");
        assertThat(routes(client)).containsExactly("10.9.0.0/24", "fd00:9:0:0:0:0:0:0/64");
        assertThat(node.updates).isEmpty();
        connect(NODE, 3, THERE, "10.9.0.0/24 fd00:9::/64");
        assertThat(client.updates).as("the same again").hasSize(1);
    }

    @Test
    void bothAddressesAndTheMtuArePushed() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        Admission admission = Objects.requireNonNull(client.admission);
        Admission.TunnelAddress ipv6 = admission.ipv6().orElseThrow();
        assertThat(ipv6.address().getHostAddress()).isEqualTo("fd00:5:6:7:0:0:6440:3");
        assertThat(ipv6.gateway().getHostAddress()).isEqualTo("fd00:5:6:7:0:0:6440:1");
        assertThat(ipv6.prefixLength()).isEqualTo(64);
        assertThat(admission.tunMtu()).isEqualTo(1400);
    }

    @Test
    void aChangeOfTheModeChangesRoutesAndEndsNoSession() {
        FakeSession client = connect(CLIENT, 1, HERE, "");
        FakeSession node = connect(NODE, 2, THERE, "");
        client.takesUpdates = true;
        mode = RoutingMode.IDENTICAL_NETWORKS;
        apply(null, new Peer.Subnet("10.7.0.0/16", SubnetSource.ADMIN, "10.128.0.0/16"));
        assertThat(routes(client)).containsExactly("10.7.0.0/16", "10.128.0.0/16");
        assertThat(node.updates).isEmpty();
        mode = RoutingMode.MANY_TO_MANY;
        apply(null, new Peer.Subnet("10.7.0.0/16", SubnetSource.ADMIN));
        assertThat(routes(client)).containsExactly("10.7.0.0/16");
        assertThat(client.closed || node.closed).isFalse();
        assertThat(client.restarts).isEmpty();
        assertThat(node.restarts).isEmpty();
    }

    @Test
    void oldClientsComeInOnlyWhileTheyMay() {
        FakeSession refused = arrive(CLIENT, 1, HERE, "", Optional.empty());
        assertThat(refused.refusals).singleElement().asString().contains("old devices");
        assertThat(refused.admission).isNull();
        apply("a2V5");
        FakeSession old = arrive(CLIENT, 2, HERE, "", Optional.empty());
        FakeSession modern = connect(OTHER, 3, THERE, "");
        assertThat(old.admission).isNotNull();
        apply(null);
        assertThat(old.restarts).containsExactly("old devices are not let in any more");
        assertThat(modern.restarts).isEmpty();
        assertThat(events)
                .filteredOn(ServerEvent.SessionEnded.class::isInstance)
                .extracting(event -> ((ServerEvent.SessionEnded) event).reason())
                .containsExactly("OLD_CLIENTS_OFF");
    }

    private FakeSession connect(
            UUID peer, long sessionId, InetSocketAddress from, String announced) {
        return arrive(
                peer, sessionId, from, announced, Optional.of(ClientKeyMetadata.ofPeer(peer)));
    }

    private FakeSession arrive(
            UUID peer,
            long sessionId,
            InetSocketAddress from,
            String announced,
            Optional<ClientKeyMetadata> key) {
        FakeSession session = new FakeSession(sessionId, from);
        session.slow = slow;
        PeerInfo info =
                announced.isEmpty()
                        ? PeerInfo.parse("IV_VER=2.6.14\nIV_MTU=1600")
                        : PeerInfo.parse("UV_FIELDGATE_SUBNETS=" + announced);
        X509Certificate shown = Objects.requireNonNull(CERTIFICATES.get(peer));
        session.next =
                output ->
                        output.report(
                                new Event.PeerAuthenticating(
                                        1,
                                        new Event.PeerIdentity(
                                                List.of(shown), Credentials.NONE, key),
                                        info,
                                        false));
        sessions.put(sessionId, session);
        ByteBuffer first = ByteBuffer.allocate(20);
        plane.lane(0)
                .datagram(1, socket, from, first.put(0, (byte) (10 << 3)).putLong(1, sessionId));
        return session;
    }

    private void data(InetSocketAddress from, FakeSession session, int opcode) {
        int id = Objects.requireNonNull(session.admission).peerId();
        ByteBuffer packet = ByteBuffer.allocate(20).putInt(0, opcode << 27 | id);
        plane.lane(0).datagram(1, socket, from, packet);
    }

    private void apply(@Nullable String oldClientKey, Peer.Subnet... subnets) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        int host = 2;
        for (UUID id : List.of(NODE, CLIENT, OTHER)) {
            PeerKind kind = id.equals(NODE) ? PeerKind.NODE : PeerKind.CLIENT;
            peers.put(
                    id.toString(),
                    new Peer(
                            id.toString(),
                            kind,
                            Peer.State.ACTIVE,
                            "100.64.0." + host++,
                            List.of(Objects.requireNonNull(ALLOWED.get(id))),
                            id.equals(NODE) ? List.of(subnets) : List.of()));
        }
        ServerSettings settings =
                new ServerSettings(
                        "s",
                        "t",
                        mode,
                        "100.64.0.0/18",
                        "key",
                        10,
                        60,
                        3600,
                        "fd00:5:6:7::/64",
                        1400,
                        oldClientKey,
                        null,
                        null);
        assertThat(plane.apply(1, new DesiredState(++revision, settings, peers), List.of()))
                .isEmpty();
    }

    private static List<String> routes(FakeSession session) {
        return session.updates.getLast().routes().stream()
                .map(route -> route.network().getHostAddress() + "/" + route.prefixLength())
                .toList();
    }
}
