package io.fieldgate.server.session;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.ServerGate;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.net.PacketHandler;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.Router;
import io.fieldgate.server.service.Forwarder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Brings packets to sessions and from session to session. Owned by the worker thread, on which all
/// its methods are called.
public final class DataPlane implements PacketHandler {
    /// A peer may start again while its old session lives, even twice; nobody needs more.
    private static final int MAX_HANDSHAKES_PER_ADDRESS = 3;

    private static final int DATA_V1 = 6;
    private static final int DATA_V2 = 9;
    private static final int DATA_V2_HEADER = 4;
    private static final int SESSION_ID_END = 9;
    private static final long IDLE_NANOS = 1_000_000_000;

    private final Ports ports;
    private final Function<ServerSettings, ServerGate> gates;
    private final DropCounters drops;
    private final SessionTables tables = new SessionTables();
    private final Deadlines deadlines = new Deadlines();
    private final Forwarding forwarding;
    private final Router<PeerSlot> router;
    private final Lifecycle lifecycle;
    private final Services services;
    private @Nullable ServerGate gate;
    private @Nullable String gateKey;

    /// Where the datagram came in that is worked on, or the one before.
    private @Nullable DatagramSender incoming;

    private boolean stopping;
    private long now;

    /// A data plane that knows no peers yet and drops all packets until [#apply].
    ///
    /// @param gates makes the gate for the settings' keys
    public DataPlane(
            Ports ports,
            Function<ServerSettings, ServerGate> gates,
            DropCounters drops,
            SessionEvents events,
            EventLog log) {
        this.ports = ports;
        this.gates = gates;
        this.drops = drops;
        this.forwarding = new Forwarding(drops, this::send);
        this.router = new Router<>(drops, forwarding, new SecureRandom().nextLong());
        this.lifecycle =
                new Lifecycle(tables, router, events, log, ports.clock(), deadlines::watch);
        this.services = new Services(ports, drops, events, log, router, lifecycle);
    }

    /// What the data plane needs around it.
    ///
    /// @param worker runs commands on the worker thread
    /// @param handshakes runs slow TLS tasks; bounded
    /// @param clock the time of day
    /// @param forwarder asks name servers outside
    public record Ports(
            Executor worker, Executor handshakes, InstantSource clock, Forwarder forwarder) {
        /// Without name servers outside.
        public Ports(Executor worker, Executor handshakes, InstantSource clock) {
            this(worker, handshakes, clock, Forwarder.NONE);
        }
    }

    /// Puts a state in force: routes and allowlist at once; sessions without a right to be end.
    ///
    /// @param endSessions ids of sessions to end
    /// @return what in the state could not be used
    public List<String> apply(long nowNanos, DesiredState state, List<String> endSessions) {
        now = nowNanos;
        SettingsCheck.networks(state.settings());
        String key = state.settings().tlsCryptV2ServerKey() + ' ' + state.settings().tlsCryptKey();
        if (!key.equals(gateKey)) {
            gate = gates.apply(state.settings());
            gateKey = key;
        }
        List<String> problems = new ArrayList<>(lifecycle.apply(nowNanos, state, endSessions));
        problems.addAll(services.apply(state));
        tables.all().forEach(deadlines::watch);
        return problems;
    }

    /// Asks devices whether they are there; the answers are events.
    public void probe(long nowNanos, List<Probe> probes) {
        now = nowNanos;
        probes.forEach(probe -> services.probe(nowNanos, probe));
    }

    /// The rules that decided since this was asked last.
    public List<RuleHits> takeRuleHits(long nowNanos) {
        return RuleReport.take(lifecycle.rules(), ports.clock().instant(), nowNanos);
    }

    /// All tunnels that are up.
    public List<SessionInfo> sessions() {
        return tables.all().stream().filter(VpnSession::isLive).map(VpnSession::info).toList();
    }

    /// Begins to stop: tells all peers to come back later and lets nobody new in.
    public void beginStop(long nowNanos) {
        now = nowNanos;
        stopping = true;
        for (VpnSession session : tables.all()) {
            lifecycle.cut(nowNanos, session, "SERVER_STOP", "secure server restarts");
            deadlines.watch(session);
        }
    }

    /// Whether no session is left.
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    @Override
    public void datagram(
            long nowNanos, DatagramSender port, InetSocketAddress from, ByteBuffer packet) {
        now = nowNanos;
        incoming = port;
        int opcode = opcode(packet);
        if (opcode == DATA_V2 || opcode == DATA_V1) {
            VpnSession session =
                    opcode == DATA_V2 ? byDataId(packet) : SessionTables.admitted(tables.at(from));
            if (session == null || session.connection() != null) {
                drops.count(DropReason.UNKNOWN_SESSION);
            } else if (isTaken(from, session)) {
                drops.count(DropReason.ADDRESS_TAKEN);
            } else {
                receive(session, from, packet);
            }
        } else {
            control(from, null, packet);
        }
    }

    @Override
    public void frame(long nowNanos, TcpConnection connection, ByteBuffer packet) {
        now = nowNanos;
        int opcode = opcode(packet);
        if (opcode == DATA_V2 || opcode == DATA_V1) {
            VpnSession session =
                    opcode == DATA_V2
                            ? byDataId(packet)
                            : SessionTables.admitted(tables.on(connection));
            if (session == null || session.connection() != connection) {
                drops.count(DropReason.UNKNOWN_SESSION);
            } else {
                receive(session, connection.remote(), packet);
            }
        } else {
            control(connection.remote(), connection, packet);
        }
    }

    @Override
    public void disconnected(long nowNanos, TcpConnection connection) {
        now = nowNanos;
        for (VpnSession session : List.copyOf(tables.on(connection))) {
            lifecycle.close(nowNanos, session, "CONNECTION_LOST", "TCP connection closed");
        }
    }

    @Override
    public long runDue(long nowNanos) {
        now = nowNanos;
        deadlines.runDue(nowNanos, this::tick);
        return services.runDue(nowNanos, deadlines.next(nowNanos + IDLE_NANOS));
    }

    private void control(
            InetSocketAddress from, @Nullable TcpConnection connection, ByteBuffer packet) {
        List<VpnSession> neighbours = connection == null ? tables.at(from) : tables.on(connection);
        if (packet.remaining() >= SESSION_ID_END && !neighbours.isEmpty()) {
            long sender = packet.getLong(packet.position() + 1);
            for (VpnSession session : neighbours) {
                if (session.protocol().remoteSessionId() == sender) {
                    receive(session, from, packet);
                    return;
                }
            }
        }
        firstContact(from, connection, packet, neighbours);
    }

    private void firstContact(
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
        long unixSeconds = ports.clock().instant().getEpochSecond();
        switch (current.receive(now, unixSeconds, from, transport, packet)) {
            case ServerGate.Verdict.Dropped(var reason) -> {
                drops.count(reason);
                if (connection != null && neighbours.isEmpty()) {
                    connection.close();
                }
            }
            case ServerGate.Verdict.Reply(ByteBuffer reply) -> {
                DatagramSender port = incoming;
                if (connection != null) {
                    connection.send(reply, false);
                } else if (port != null) {
                    port.send(reply, from);
                }
            }
            case ServerGate.Verdict.Accepted(var protocol) -> {
                VpnSession session = session(protocol, connection);
                tables.add(session);
                receive(session, from, packet);
            }
        }
    }

    private VpnSession session(ServerSession protocol, @Nullable TcpConnection connection) {
        DatagramSender port = incoming;
        if (connection != null) {
            connection.claim();
            return new VpnSession(protocol, connection, new Sessions());
        }
        if (port == null) {
            throw new IllegalStateException("a packet that came from nowhere");
        }
        return new VpnSession(protocol, port, new Sessions());
    }

    /// Whether a session that seems to have moved would come to where another peer's is: it stays
    /// where it is then, so that nobody can send his own packets to somebody else.
    @SuppressWarnings("ReferenceEquality") // the usual case, at no cost
    private boolean isTaken(InetSocketAddress from, VpnSession mover) {
        return from != mover.address()
                && !from.equals(mover.address())
                && SessionTables.admitted(tables.at(from)) != null;
    }

    private void receive(VpnSession session, InetSocketAddress from, ByteBuffer packet) {
        forwarding.enter(session);
        try {
            session.protocol().receive(now, from, packet, session);
        } catch (RuntimeException defect) {
            lifecycle.fail(now, session, defect);
        } finally {
            leave(session);
        }
    }

    private void tick(VpnSession session) {
        forwarding.enter(session);
        try {
            session.protocol().tick(now, session);
        } catch (RuntimeException defect) {
            lifecycle.fail(now, session, defect);
        } finally {
            leave(session);
        }
    }

    private void resume(VpnSession session) {
        now = System.nanoTime();
        forwarding.enter(session);
        try {
            session.protocol().resume(now, session);
        } catch (RuntimeException defect) {
            lifecycle.fail(now, session, defect);
        } finally {
            leave(session);
        }
    }

    private void leave(VpnSession session) {
        deadlines.watch(session);
        forwarding.leave();
    }

    private void send(VpnSession session, ByteBuffer packet) {
        int bytes = packet.remaining();
        try {
            session.protocol().send(now, packet, session);
            session.meter().sent(bytes);
        } catch (RuntimeException defect) {
            lifecycle.fail(now, session, defect);
        }
        deadlines.watch(session);
    }

    private @Nullable VpnSession byDataId(ByteBuffer packet) {
        return packet.remaining() < DATA_V2_HEADER
                ? null
                : tables.byDataId(packet.getInt(packet.position()) & 0xffffff);
    }

    private static int opcode(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0xff) >>> 3;
    }

    /// What sessions ask for.
    private final class Sessions implements VpnSession.Owner {
        @Override
        public void transmit(VpnSession session, ByteBuffer packet) {
            TcpConnection connection = session.connection();
            if (!packet.hasRemaining()) {
                return;
            }
            DatagramSender port = session.port();
            if (port != null) {
                port.send(packet, session.protocol().remote());
            } else if (connection != null) {
                int opcode = opcode(packet);
                connection.send(packet, opcode == DATA_V2 || opcode == DATA_V1);
            }
        }

        @Override
        public void deliver(VpnSession session, ByteBuffer ipPacket) {
            PeerSlot slot = session.slot();
            if (slot == null || slot.session() != session) {
                drops.count(DropReason.UNKNOWN_SESSION);
            } else {
                router.route(now, slot, ipPacket);
            }
        }

        @Override
        public void report(VpnSession session, Event event) {
            DatagramSender port = incoming;
            if (event instanceof Event.Floated && port != null) {
                session.comesThrough(port);
            }
            lifecycle.report(now, session, event);
        }

        @Override
        public void compute(VpnSession session, Runnable tlsTask) {
            Executor worker = ports.worker();
            try {
                ports.handshakes()
                        .execute(() -> {
                            try {
                                tlsTask.run();
                            } finally {
                                worker.execute(() -> resume(session));
                            }
                        });
            } catch (RejectedExecutionException overload) {
                worker.execute(() ->
                        lifecycle.close(
                                System.nanoTime(), session, "SERVER_BUSY", "too many handshakes"));
            }
        }

        @Override
        public void drop(io.fieldgate.openvpn.DropReason reason) {
            drops.count(reason);
        }
    }
}
