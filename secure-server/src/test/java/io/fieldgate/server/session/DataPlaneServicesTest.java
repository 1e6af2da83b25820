package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.Credentials;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.support.TestCa;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names and probes through the whole data plane, with two identical sites.
class DataPlaneServicesTest {
    private static final UUID NODE = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0b001");
    private static final UUID OTHER = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0b002");
    private static final UUID CLIENT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0b003");
    private static final Map<UUID, X509Certificate> CERTIFICATES = new HashMap<>();
    private static final Map<UUID, Peer.AllowedCertificate> ALLOWED = new HashMap<>();

    @TempDir private static Path directory;

    private final List<ServerEvent> events = new ArrayList<>();
    private final EventLog log = new EventLog(System.out, InstantSource.system());
    private final Map<Long, FakeSession> sessions = new HashMap<>();
    private final Map<InetSocketAddress, List<byte[]>> sent = new HashMap<>();
    private final DataPlane plane =
            new DataPlane(
                    new DataPlane.Ports(Runnable::run, Runnable::run, InstantSource.system()),
                    (_, _) -> new FakeGate(sessions),
                    new DropCounters(),
                    events::add,
                    log);
    private long revision;

    @BeforeAll
    static void issue() throws Exception {
        TestCa ca = new TestCa(directory, "tenant");
        for (UUID id : List.of(NODE, OTHER, CLIENT)) {
            TestCa.Issued issued = ca.issue(id.toString(), TestCa.CLIENT);
            CERTIFICATES.put(id, issued.certificate());
            ALLOWED.put(id, issued.allowed());
        }
    }

    @BeforeEach
    void start() {
        apply("acme.internal");
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void clientsAreToldTheNameServerAndNodesAreNot() {
        Admission.Dns dns = Objects.requireNonNull(connect(CLIENT).admission).dns();
        assertThat(dns.servers()).singleElement().hasToString("/100.64.0.1");
        assertThat(dns.resolveDomains()).containsExactly("acme.internal");
        assertThat(dns.searchDomains()).containsExactly("acme.internal");
        assertThat(Objects.requireNonNull(connect(NODE).admission).dns())
                .isEqualTo(Admission.Dns.NONE);
    }

    @Test
    void aChangeOfTheNamesReachesRunningTunnels() {
        FakeSession client = connect(CLIENT);
        client.takesUpdates = true;
        apply("acme.internal");
        assertThat(client.updates).isEmpty();
        apply("other.internal");
        assertThat(client.updates.getLast().dns().resolveDomains())
                .containsExactly("other.internal");
        assertThat(client.updates.getLast().routes()).isNotEmpty();
        apply(null);
        assertThat(client.updates.getLast().dns()).isEqualTo(Admission.Dns.NONE);
    }

    @Test
    void aClientsQueryIsAnsweredThroughItsTunnel() {
        FakeSession client = connect(CLIENT);
        // plc.pump.acme.internal A
        byte[] name = dnsName("plc", "pump", "acme", "internal");
        ByteBuffer query = ByteBuffer.allocate(12 + name.length + 4);
        query.putShort((short) 7).putShort((short) 0x0100).putShort((short) 1).position(12);
        query.put(name).putShort((short) 1).putShort((short) 1);
        deliver(client, udp("100.64.0.4", "100.64.0.1", query.array()));
        byte[] answer = sentTo(client).getLast();
        assertThat(HexFormat.of().formatHex(answer))
                .as("from the gateway, with the mapped address")
                .contains("64400001" + "64400004")
                .contains("c00c00010001")
                .endsWith("0004" + "c612010a");
    }

    @Test
    void aProbeGoesToItsNodeWithTheRealAddressAndItsAnswerIsReported() {
        FakeSession node = connect(NODE);
        connect(OTHER);
        probe(NODE, "192.168.1.10", null);
        byte[] request = sentTo(node).getLast();
        ByteBuffer packet = ByteBuffer.wrap(request.clone());
        assertThat(packet.getInt(12)).isEqualTo(0x64400001);
        assertThat(packet.getInt(16)).isEqualTo(0xc0a8010a);
        // The reply: addresses exchanged, type 0 in place of 8; the sums of both stay simple.
        packet.putInt(12, 0xc0a8010a).putInt(16, 0x64400001).put(20, (byte) 0);
        int checksum = (packet.getShort(22) & 0xffff) + 0x0800;
        packet.putShort(22, (short) (checksum + (checksum >>> 16)));
        deliver(node, packet.array());
        assertThat(outcomes()).containsExactly(Outcome.ANSWERED);
    }

    @Test
    void probesThatCannotBeSentAreAnsweredAtOnce() {
        probe(NODE, "192.168.1.10", null);
        FakeSession node = connect(NODE);
        probe(NODE, "192.168.2.10", null);
        probe(NODE, "nonsense", 502);
        probe(CLIENT, "192.168.1.10", null);
        assertThat(outcomes())
                .containsExactly(
                        Outcome.NODE_OFFLINE,
                        Outcome.NOT_BEHIND_NODE,
                        Outcome.NOT_BEHIND_NODE,
                        Outcome.NODE_OFFLINE);
        assertThat(sentTo(node)).isEmpty();
    }

    @Test
    void aSilentDeviceIsReportedInTime() {
        connect(NODE);
        probe(NODE, "192.168.1.10", 502);
        for (long millis = 0; millis < 3_000; millis += 100) {
            plane.lane(0).runDue(millis * 1_000_000);
        }
        assertThat(outcomes()).containsExactly(Outcome.SILENT);
    }

    private void probe(UUID node, String address, @Nullable Integer port) {
        plane.probe(0, List.of(new Probe("p", node.toString(), address, port)));
    }

    private List<Outcome> outcomes() {
        return events.stream()
                .filter(ServerEvent.ProbeAnswered.class::isInstance)
                .map(event -> ((ServerEvent.ProbeAnswered) event).outcome())
                .toList();
    }

    private FakeSession connect(UUID peer) {
        long sessionId = sessions.size() + 1L;
        InetSocketAddress from = new InetSocketAddress("192.0.2.1", 1000 + (int) sessionId);
        FakeSession session = new FakeSession(sessionId, from);
        session.next =
                output ->
                        output.report(
                                new Event.PeerAuthenticating(
                                        1,
                                        new Event.PeerIdentity(
                                                List.of(of(CERTIFICATES, peer)),
                                                Credentials.NONE,
                                                Optional.of(ClientKeyMetadata.ofPeer(peer))),
                                        PeerInfo.parse("IV_VER=2.7.0"),
                                        false));
        sessions.put(sessionId, session);
        ByteBuffer first = ByteBuffer.allocate(20);
        first.put(0, (byte) (10 << 3)).putLong(1, sessionId);
        plane.lane(0).datagram(1, this::keep, from, first);
        return session;
    }

    private void deliver(FakeSession session, byte[] packet) {
        session.next = output -> output.deliver(ByteBuffer.wrap(packet));
        int id = Objects.requireNonNull(session.admission).peerId();
        ByteBuffer data = ByteBuffer.allocate(20).putInt(0, 9 << 27 | id);
        plane.lane(0).datagram(1_000_000, this::keep, session.remote(), data);
    }

    private void keep(ByteBuffer packet, InetSocketAddress to) {
        byte[] copy = new byte[packet.remaining()];
        packet.get(packet.position(), copy);
        sent.computeIfAbsent(to, _ -> new ArrayList<>()).add(copy);
    }

    private List<byte[]> sentTo(FakeSession session) {
        return sent.getOrDefault(session.remote(), List.of());
    }

    private void apply(@Nullable String domain) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        peers.put(NODE.toString(), node(NODE, "pump", 2, "198.18.1.0/24"));
        peers.put(OTHER.toString(), node(OTHER, "mixer", 3, "198.18.2.0/24"));
        peers.put(
                CLIENT.toString(),
                new Peer(
                        CLIENT.toString(),
                        PeerKind.CLIENT,
                        Peer.State.ACTIVE,
                        "100.64.0.4",
                        List.of(of(ALLOWED, CLIENT)),
                        List.of()));
        ServerSettings settings =
                new ServerSettings(
                        "s",
                        "t",
                        RoutingMode.IDENTICAL_NETWORKS,
                        "100.64.0.0/18",
                        "key",
                        10,
                        60,
                        3600,
                        null,
                        null,
                        null,
                        null,
                        domain == null ? null : new ServerSettings.Names(domain, List.of()));
        assertThat(plane.apply(1, new DesiredState(++revision, settings, peers), List.of()))
                .isEmpty();
    }

    private static Peer node(UUID id, String label, int host, String mapped) {
        return new Peer(
                id.toString(),
                PeerKind.NODE,
                Peer.State.ACTIVE,
                "100.64.0." + host,
                List.of(of(ALLOWED, id)),
                List.of(new Peer.Subnet("192.168.1.0/24", SubnetSource.ADMIN, mapped)),
                new Peer.Site(label, List.of(), List.of(new Peer.Device("plc", "192.168.1.10"))),
                null);
    }

    private static <T> T of(Map<UUID, T> map, UUID id) {
        return Objects.requireNonNull(map.get(id));
    }

    private static byte[] dnsName(String... labels) {
        ByteBuffer name = ByteBuffer.allocate(255);
        for (String label : labels) {
            byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
            name.put((byte) ascii.length).put(ascii);
        }
        byte[] bytes = new byte[name.put((byte) 0).position()];
        name.get(0, bytes);
        return bytes;
    }

    /// A datagram to port 53 with a right header checksum and none for UDP.
    private static byte[] udp(String source, String destination, byte[] data) {
        ByteBuffer packet = ByteBuffer.allocate(28 + data.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.put(new InetSocketAddress(source, 0).getAddress().getAddress());
        packet.put(new InetSocketAddress(destination, 0).getAddress().getAddress());
        packet.putShort((short) 5353).putShort((short) 53);
        packet.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        packet.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        return packet.array();
    }
}
