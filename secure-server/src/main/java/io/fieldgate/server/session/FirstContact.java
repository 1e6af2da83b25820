package io.fieldgate.server.session;

import io.fieldgate.openvpn.ServerGate;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings control packets to their sessions, and those of nobody to the gate, behind which new
/// sessions begin. On the first worker's thread, in [Exclusion].
final class FirstContact {
    /// A peer may start again while its old session lives, even twice; nobody needs more.
    private static final int MAX_HANDSHAKES_PER_ADDRESS = 3;

    private static final int SESSION_ID_END = 9;

    private final InstantSource clock;
    private final DropCounters drops;
    private final SessionTables tables;
    private final Lanes lanes;
    private final VpnSession.Owner owner;
    private @Nullable ServerGate gate;
    private boolean stopping;

    /// @param owner of new sessions
    FirstContact(
            InstantSource clock,
            DropCounters drops,
            SessionTables tables,
            Lanes lanes,
            VpnSession.Owner owner) {
        this.clock = clock;
        this.drops = drops;
        this.tables = tables;
        this.lanes = lanes;
        this.owner = owner;
    }

    /// From now on this gate judges packets of nobody.
    void use(ServerGate newGate) {
        gate = newGate;
    }

    /// Nobody new is let in from now on.
    void stop() {
        stopping = true;
    }

    /// A packet that is no data.
    void control(InetSocketAddress from, @Nullable TcpConnection connection, ByteBuffer packet) {
        List<VpnSession> neighbours = connection == null ? tables.at(from) : tables.on(connection);
        if (packet.remaining() >= SESSION_ID_END && !neighbours.isEmpty()) {
            long sender = packet.getLong(packet.position() + 1);
            for (VpnSession session : neighbours) {
                if (session.protocol().remoteSessionId() == sender) {
                    lanes.first().receive(session, from, packet);
                    return;
                }
            }
        }
        judge(from, connection, packet, neighbours);
    }

    private void judge(
            InetSocketAddress from,
            @Nullable TcpConnection connection,
            ByteBuffer packet,
            List<VpnSession> neighbours) {
        ServerGate current = gate;
        if (current == null || stopping) {
            drops.count(DropReason.NOT_SERVING);
            return;
        }
        if (neighbours.stream().filter(s -> s.slot() == null).count()
                >= MAX_HANDSHAKES_PER_ADDRESS) {
            drops.count(DropReason.TOO_MANY_HANDSHAKES);
            return;
        }
        Transport transport = connection == null ? Transport.UDP : Transport.TCP;
        long unixSeconds = clock.instant().getEpochSecond();
        switch (current.receive(lanes.first().now(), unixSeconds, from, transport, packet)) {
            case ServerGate.Verdict.Dropped(var reason) -> {
                drops.count(reason);
                if (connection != null && neighbours.isEmpty()) {
                    connection.close();
                }
            }
            case ServerGate.Verdict.Reply(ByteBuffer reply) -> {
                DatagramSender port = lanes.first().incoming();
                if (connection != null) {
                    connection.send(reply, false);
                } else if (port != null) {
                    port.at(0).send(reply, from);
                }
            }
            case ServerGate.Verdict.Accepted(var protocol) -> {
                VpnSession session = session(protocol, connection);
                tables.add(session);
                lanes.first().receive(session, from, packet);
            }
        }
    }

    private VpnSession session(ServerSession protocol, @Nullable TcpConnection connection) {
        DatagramSender port = lanes.first().incoming();
        if (connection != null) {
            connection.claim();
            return new VpnSession(protocol, connection, owner);
        }
        if (port == null) {
            throw new IllegalStateException("a packet that came from nowhere");
        }
        return new VpnSession(protocol, port, owner);
    }
}
