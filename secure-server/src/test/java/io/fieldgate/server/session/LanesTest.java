package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.openvpn.Credentials;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.service.Forwarder;
import io.fieldgate.server.support.TestCa;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two lanes, the workers of which take turns on the test's thread: what is done where.
class LanesTest {
    /// Even and odd hash codes: the first belongs to the first lane, the others to the second.
    private static final UUID NODE = UUID.fromString("00000000-0000-0000-0000-000000000002");

    private static final UUID CLIENT = UUID.fromString("00000000-0000-0000-0000-000000000003");
    private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000005");
    private static final Map<UUID, X509Certificate> CERTIFICATES = new HashMap<>();
    private static final Map<UUID, Peer.AllowedCertificate> ALLOWED = new HashMap<>();

    @TempDir private static Path directory;

    private final DropCounters drops = new DropCounters();
    private final List<ServerEvent> events = new ArrayList<>();
    private final EventLog log = new EventLog(System.out, InstantSource.system());
    private final Map<Long, FakeSession> sessions = new HashMap<>();
    private final Deque<Runnable> commands = new ArrayDeque<>();
    private final List<Integer> woken = new ArrayList<>();
    private long revision;
    private final List<Sent> sent = new ArrayList<>();
    private final DataPlane plane =
            new DataPlane(
                    new DataPlane.Ports(
                            commands::add,
                            Runnable::run,
                            InstantSource.system(),
                            Forwarder.NONE,
                            2,
                            woken::add),
                    (_, _) -> new FakeGate(sessions),
                    drops,
                    events::add,
                    log);

    private final DatagramSender[] ports = {port(0), port(1)};

    /// A packet that went out.
    private record Sent(int worker, InetSocketAddress to, int length) {}

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
        apply(new Policy(List.of()));
        plane.lane(0).pause();
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void dataIdsLeadToTheLaneThatIsThePeersOwn() {
        assertThat(dataId(connect(NODE, 1)) % 2).isZero();
        assertThat(dataId(connect(CLIENT, 2)) % 2).isOne();
        assertThat(dataId(connect(OTHER, 3)) % 2).isOne();
        FakeSession again = connect(CLIENT, 4);
        assertThat(dataId(again) % 2).as("when it dials in again").isOne();
    }

    @Test
    void aPacketBetweenLanesIsOpenedInTheOneAndSealedInTheOther() {
        FakeSession node = connect(NODE, 1);
        FakeSession client = connect(CLIENT, 2);
        data(1, client, udp("100.64.0.3", "10.1.1.10", 5000, 502));
        assertThat(sent).as("nothing yet").isEmpty();
        assertThat(woken).containsExactly(0);
        turn(0);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().worker()).isZero();
        assertThat(sent.getFirst().to()).isEqualTo(node.remote());
        sent.clear();
        woken.clear();
        data(0, node, udp("10.1.1.10", "100.64.0.3", 502, 5000));
        assertThat(sent).isEmpty();
        assertThat(woken).containsExactly(1);
        turn(1);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().worker()).isOne();
        assertThat(sent.getFirst().to()).isEqualTo(client.remote());
        List<Long> metered = plane.sessions().stream().map(s -> s.bytesReceived()).toList();
        assertThat(metered).containsExactly(28L, 28L);
        assertThat(drops.byName()).isEmpty();
    }

    @Test
    void theFlowsOfAClientAreKnownInItsLane() {
        Policy.Rule rule =
                new Policy.Rule(
                        "3f1f7a52-96a3-4c0f-8a55-4d40c6f0a0aa",
                        List.of(CLIENT.toString()),
                        List.of(),
                        Policy.Protocol.UDP,
                        List.of(new Policy.PortRange(502, 502)),
                        Policy.Direction.FROM_CLIENT,
                        Policy.Effect.ALLOW);
        apply(new Policy(List.of(rule)));
        plane.lane(0).pause();
        FakeSession node = connect(NODE, 1);
        FakeSession client = connect(CLIENT, 2);
        data(0, node, udp("10.1.1.10", "100.64.0.3", 502, 5000));
        turn(1);
        assertThat(sent).as("nobody asked").allMatch(packet -> packet.length() > 28);
        assertThat(drops.of(DropReason.DENIED_BY_DEFAULT)).isOne();
        turn(0);
        sent.clear();
        data(1, client, udp("100.64.0.3", "10.1.1.10", 5000, 502));
        turn(0);
        assertThat(sent).hasSize(1);
        sent.clear();
        data(0, node, udp("10.1.1.10", "100.64.0.3", 502, 5000));
        turn(1);
        assertThat(sent).as("the answer to a flow that a rule permits").hasSize(1);
        assertThat(sent.getFirst().to()).isEqualTo(client.remote());
        assertThat(plane.takeRuleHits(1).getFirst().hits()).isOne();
    }

    @Test
    void whatIsMisledByTheKernelFindsItsLane() {
        connect(NODE, 1);
        FakeSession client = connect(CLIENT, 2);
        data(0, client, udp("100.64.0.3", "10.1.1.10", 5000, 502));
        assertThat(client.received).hasSize(1); // its first packet
        turn(1);
        assertThat(client.received).hasSize(2);
        ByteBuffer control = ByteBuffer.allocate(20).put(0, (byte) (4 << 3)).putLong(1, 2);
        plane.lane(1).datagram(1, ports[1], client.remote(), control);
        plane.lane(1).pause();
        assertThat(client.received).hasSize(2);
        turn(0);
        assertThat(client.received).as("control is for the first worker").hasSize(3);
    }

    @Test
    void whatChangesWhoIsThereWaitsForTheFirstWorker() {
        FakeSession client = connect(CLIENT, 2);
        InetSocketAddress there = new InetSocketAddress("198.51.100.9", 7);
        client.next =
                output -> {
                    InetSocketAddress here = client.remote();
                    client.moveTo(there);
                    output.report(new Event.Floated(here, there));
                };
        data(1, client, there, udp("100.64.0.3", "100.64.0.1", 5000, 7));
        assertThat(plane.sessions().getFirst().remoteAddress()).isEqualTo("192.0.2.2:1111");
        plane.lane(0).pause();
        runCommands();
        assertThat(plane.sessions().getFirst().remoteAddress()).isEqualTo("198.51.100.9:7");
    }

    @Test
    void aDefectInAnotherLaneCostsTheSession() {
        FakeSession client = connect(CLIENT, 2);
        client.next =
                output -> {
                    throw new IllegalStateException("defect");
                };
        data(1, client, udp("100.64.0.3", "10.1.1.10", 5000, 502));
        runCommands();
        assertThat(client.closed).isTrue();
        assertThat(plane.sessions()).isEmpty();
    }

    @Test
    void theGatewayAnswersFromTheFirstLane() {
        FakeSession client = connect(CLIENT, 2);
        data(1, client, udp("100.64.0.3", "100.64.0.1", 5000, 9));
        turn(0);
        assertThat(drops.of(DropReason.NO_SUCH_SERVICE)).isOne();
    }

    @Test
    void whatAnotherWorkerDoesNotTakeIsDroppedAndCounted() {
        connect(NODE, 1);
        FakeSession client = connect(CLIENT, 2);
        int more = 10;
        for (int i = 0; i < Handover.PLACES + more; i++) {
            data(1, client, udp("100.64.0.3", "10.1.1.10", 5000, 502));
        }
        assertThat(drops.of(DropReason.WORKER_BUSY)).isEqualTo(more);
        int rounds = 0;
        while (plane.lane(0).hasWork()) {
            turn(0);
            rounds++;
        }
        assertThat(sent).hasSize(Handover.PLACES);
        assertThat(rounds).as("others get their turn").isGreaterThan(1);
    }

    private static ByteBuffer udp(String from, String to, int fromPort, int toPort) {
        ByteBuffer packet = ByteBuffer.allocate(28);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) 28).putInt(0);
        packet.put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.put(InetAddress.ofLiteral(from).getAddress());
        packet.put(InetAddress.ofLiteral(to).getAddress());
        packet.putShort((short) fromPort).putShort((short) toPort);
        return packet.putShort((short) 8).putShort((short) 0).flip();
    }

    private FakeSession connect(UUID peer, long sessionId) {
        InetSocketAddress from = new InetSocketAddress("192.0.2." + sessionId, 1111);
        FakeSession session = new FakeSession(sessionId, from);
        X509Certificate shown = Objects.requireNonNull(CERTIFICATES.get(peer));
        session.next =
                output ->
                        output.report(
                                new Event.PeerAuthenticating(
                                        1,
                                        new Event.PeerIdentity(
                                                List.of(shown),
                                                Credentials.NONE,
                                                Optional.of(ClientKeyMetadata.ofPeer(peer))),
                                        PeerInfo.parse("IV_VER=2.6.14"),
                                        false));
        sessions.put(sessionId, session);
        ByteBuffer first = ByteBuffer.allocate(20);
        first.put(0, (byte) (10 << 3)).putLong(1, sessionId);
        plane.lane(0).datagram(1, ports[0], from, first);
        plane.lane(0).pause();
        sent.clear();
        woken.clear();
        return session;
    }

    private static int dataId(FakeSession session) {
        return Objects.requireNonNull(session.admission).peerId();
    }

    private void data(int lane, FakeSession session, ByteBuffer ipPacket) {
        data(lane, session, session.remote(), ipPacket);
    }

    /// A data packet that comes in at a lane and holds an IP packet, unless the session has
    /// something else to do.
    private void data(int lane, FakeSession session, InetSocketAddress from, ByteBuffer ipPacket) {
        if (session.next == null) {
            session.next = output -> output.deliver(ipPacket);
        }
        ByteBuffer packet = ByteBuffer.allocate(20).putInt(0, 9 << 27 | dataId(session));
        plane.lane(lane).datagram(1, ports[lane], from, packet);
        plane.lane(lane).pause();
    }

    private void turn(int lane) {
        plane.lane(lane).runDue(1);
        plane.lane(lane).pause();
    }

    private void runCommands() {
        while (!commands.isEmpty()) {
            commands.remove().run();
            plane.lane(0).pause();
        }
    }

    private DatagramSender port(int worker) {
        return new DatagramSender() {
            @Override
            public DatagramSender at(int other) {
                return ports[other];
            }

            @Override
            public void send(ByteBuffer packet, InetSocketAddress to) {
                sent.add(new Sent(worker, to, packet.remaining()));
            }
        };
    }

    private void apply(Policy policy) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        int host = 2;
        for (UUID id : List.of(NODE, CLIENT, OTHER)) {
            boolean node = id.equals(NODE);
            peers.put(
                    id.toString(),
                    new Peer(
                            id.toString(),
                            node ? PeerKind.NODE : PeerKind.CLIENT,
                            Peer.State.ACTIVE,
                            "100.64.0." + host++,
                            List.of(Objects.requireNonNull(ALLOWED.get(id))),
                            node
                                    ? List.of(new Peer.Subnet("10.1.1.0/24", SubnetSource.ADMIN))
                                    : List.of()));
        }
        ServerSettings settings =
                new ServerSettings(
                        "s",
                        "t",
                        RoutingMode.ONE_TO_MANY,
                        "100.64.0.0/18",
                        "key",
                        10,
                        60,
                        3600,
                        null,
                        1400,
                        null,
                        null,
                        null);
        assertThat(plane.apply(1, new DesiredState(++revision, settings, peers, policy), List.of()))
                .isEmpty();
    }
}
