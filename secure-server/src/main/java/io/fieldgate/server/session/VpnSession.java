package io.fieldgate.server.session;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.server.metering.SessionMeter;
import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.routing.Ipv4Text;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One session with a peer: the protocol's part, and what the server knows beside it. Owned by the
/// worker of its lane; in [Exclusion] by the first worker, who alone changes all but the traffic.
///
/// Handshaking (no slot) -> admitted (slot and data id) -> started (the tunnel is up) -> ended (the
/// portal has been told; nothing is routed) -> closed (out of all tables). It may end or close from
/// each of them.
final class VpnSession extends Timed implements Session.Output {
    static final int NO_DATA_ID = -1;

    private final UUID id = UUID.randomUUID();
    private final ServerSession protocol;
    private final @Nullable TcpConnection connection;
    private @Nullable DatagramSender port;
    private final Owner owner;
    private final SessionMeter meter = new SessionMeter();
    private InetSocketAddress address;
    private @Nullable PeerSlot slot;
    private @Nullable AllowedCertificate certificate;
    private @Nullable Instant startedAt;
    private int dataId = NO_DATA_ID;
    private int lane;
    private int vpnAddress;
    private String cipher = "";
    private String tlsVersion = "";
    private boolean exporterKeys;
    private ClientDescription client = ClientDescription.UNKNOWN;
    private boolean sharedKey;
    private List<Admission.Route> pushedRoutes = List.of();
    private Admission.Dns pushedNames = Admission.Dns.NONE;
    private List<Admission.Route> wantedRoutes = List.of();
    private UntoldRoutes untold = UntoldRoutes.NONE;
    private boolean ended;

    /// A session over UDP.
    ///
    /// @param port where its first packet came in
    VpnSession(ServerSession protocol, DatagramSender port, Owner owner) {
        this(protocol, null, port, owner);
    }

    /// A session over TCP.
    VpnSession(ServerSession protocol, TcpConnection connection, Owner owner) {
        this(protocol, connection, null, owner);
    }

    private VpnSession(
            ServerSession protocol,
            @Nullable TcpConnection connection,
            @Nullable DatagramSender port,
            Owner owner) {
        this.protocol = protocol;
        this.connection = connection;
        this.port = port;
        this.owner = owner;
        this.address = protocol.remote();
    }

    /// What a session asks of the data plane.
    interface Owner {
        void transmit(VpnSession session, ByteBuffer packet);

        void deliver(VpnSession session, ByteBuffer ipPacket);

        void report(VpnSession session, Event event);

        void compute(VpnSession session, Runnable tlsTask);

        void drop(DropReason reason);
    }

    @Override
    public void transmit(ByteBuffer packet) {
        owner.transmit(this, packet);
    }

    @Override
    public void deliver(ByteBuffer ipPacket) {
        owner.deliver(this, ipPacket);
    }

    @Override
    public void report(Event event) {
        owner.report(this, event);
    }

    @Override
    public void compute(Runnable tlsTask) {
        owner.compute(this, tlsTask);
    }

    @Override
    public void drop(DropReason reason) {
        owner.drop(reason);
    }

    /// The peer has proven who it is and may come in.
    void admitted(
            PeerSlot peer,
            AllowedCertificate shown,
            ClientDescription described,
            boolean withSharedKey,
            int newDataId) {
        slot = peer;
        certificate = shown;
        dataId = newDataId;
        vpnAddress = peer.profile().vpnAddress();
        client = described;
        sharedKey = withSharedKey;
    }

    void started(Instant at, Event.Established established) {
        startedAt = at;
        cipher = established.cipher();
        tlsVersion = established.tlsVersion();
        exporterKeys = established.exporterKeys();
    }

    void pushed(List<Admission.Route> routes, Admission.Dns names) {
        pushedRoutes = routes;
        pushedNames = names;
        wantedRoutes = routes;
        untold = UntoldRoutes.NONE;
    }

    /// The peer should have these routes by now.
    ///
    /// @return whether it lacks others than before
    boolean lacks(List<Admission.Route> routes) {
        if (routes.equals(wantedRoutes)) {
            return false;
        }
        wantedRoutes = routes;
        UntoldRoutes before = untold;
        untold = UntoldRoutes.between(routes, pushedRoutes);
        return !untold.equals(before);
    }

    /// What it should have been told of and cannot be.
    UntoldRoutes untold() {
        return untold;
    }

    void ended() {
        ended = true;
    }

    void moved(InetSocketAddress to) {
        address = to;
    }

    UUID id() {
        return id;
    }

    ServerSession protocol() {
        return protocol;
    }

    /// Null over UDP.
    @Nullable TcpConnection connection() {
        return connection;
    }

    /// Where its packets come in and go out; null over TCP.
    @Nullable DatagramSender port() {
        return port;
    }

    void comesThrough(DatagramSender newPort) {
        port = newPort;
    }

    /// Under which the tables know it.
    InetSocketAddress address() {
        return address;
    }

    /// Null until the peer has proven who it is.
    @Nullable PeerSlot slot() {
        return slot;
    }

    /// Null as long as the slot is.
    @Nullable AllowedCertificate certificate() {
        return certificate;
    }

    /// The address that was pushed to the peer.
    int vpnAddress() {
        return vpnAddress;
    }

    /// Longest IP packet to the peer, bytes.
    int mtu() {
        return client.mtu();
    }

    /// Whether the peer can be told of other routes while it is connected.
    boolean takesPushUpdate() {
        return client.takesPushUpdate();
    }

    /// Whether it came with the key that old clients share, known by its certificate alone.
    boolean hasSharedKey() {
        return sharedKey;
    }

    /// The routes that the peer was told last.
    List<Admission.Route> pushedRoutes() {
        return pushedRoutes;
    }

    /// The name servers that the peer was told last.
    Admission.Dns pushedNames() {
        return pushedNames;
    }

    int dataId() {
        return dataId;
    }

    /// Which lane its data packets take; the first one until it is admitted.
    int lane() {
        return lane;
    }

    void movesTo(int newLane) {
        lane = newLane;
    }

    SessionMeter meter() {
        return meter;
    }

    /// Whether the tunnel came up at some time and the portal has not been told that it went down.
    boolean isLive() {
        return startedAt != null && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    long nextDeadline() {
        return protocol.nextDeadline();
    }

    String remoteText() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// For log lines.
    String name() {
        PeerSlot peer = slot;
        return peer == null
                ? remoteText()
                : peer.kind().name().toLowerCase(Locale.ROOT) + " " + peer.id();
    }

    SessionInfo info() {
        PeerSlot peer = slot;
        Instant since = startedAt;
        if (peer == null || since == null) {
            throw new IllegalStateException("the tunnel is not up");
        }
        return new SessionInfo(
                id.toString(),
                peer.id().toString(),
                since,
                remoteText(),
                protocol.transport() == Transport.TCP ? "tcp" : "udp",
                Ipv4Text.of(vpnAddress),
                cipher,
                client.version(),
                client.platform(),
                meter.bytesReceived(),
                meter.bytesSent(),
                client.details(tlsVersion, exporterKeys));
    }
}
