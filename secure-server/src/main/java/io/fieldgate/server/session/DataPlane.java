package io.fieldgate.server.session;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.openvpn.ServerGate;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.PacketHandler;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.service.Forwarder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Brings packets to sessions and from session to session, in one lane for each worker ([#lane]).
/// All other methods are called on the first worker's thread; the changes that they make are made
/// in [Exclusion], which ends when the first worker pauses.
public final class DataPlane {
    private final Ports ports;
    private final GateMaker gates;
    private final SessionTables tables;
    private final Exclusion exclusion;
    private final Lanes lanes;
    private final Lifecycle lifecycle;
    private final Services services;
    private final Sessions sessions;
    private final FirstContact firstContact;
    private @Nullable String gateKey;

    /// A data plane that knows no peers yet and drops all packets until [#apply].
    ///
    /// @param gates makes the gate for the settings' keys
    public DataPlane(
            Ports ports, GateMaker gates, DropCounters drops, SessionEvents events, EventLog log) {
        this.ports = ports;
        this.gates = gates;
        this.tables = new SessionTables(ports.lanes());
        this.exclusion = new Exclusion(ports.lanes());
        Shared shared = new Shared();
        this.lanes =
                new Lanes(
                        IntStream.range(0, ports.lanes())
                                .mapToObj(i -> new Lane(i, ports.lanes(), shared, drops))
                                .toList());
        this.lifecycle = new Lifecycle(tables, lanes, events, log, ports.clock());
        this.services = new Services(ports, drops, events, log, lanes, lifecycle, exclusion);
        this.sessions = new Sessions(ports, drops, lanes, lifecycle, exclusion);
        this.firstContact = new FirstContact(ports.clock(), drops, tables, lanes, sessions);
    }

    /// Makes the gate before all sessions.
    @FunctionalInterface
    public interface GateMaker {
        /// @param preferred whether a client with this in its key may take one of the last places
        ///   for handshakes
        ServerGate make(ServerSettings settings, Predicate<Optional<ClientKeyMetadata>> preferred);
    }

    /// What the data plane needs around it.
    ///
    /// @param worker runs commands on the first worker's thread
    /// @param handshakes runs slow TLS tasks; bounded
    /// @param clock the time of day
    /// @param forwarder asks name servers outside
    /// @param lanes how many workers there are
    /// @param waker wakes a worker that sleeps
    public record Ports(
            Executor worker,
            Executor handshakes,
            InstantSource clock,
            Forwarder forwarder,
            int lanes,
            IntConsumer waker) {
        /// With one worker.
        public Ports(
                Executor worker, Executor handshakes, InstantSource clock, Forwarder forwarder) {
            this(worker, handshakes, clock, forwarder, 1, _ -> {});
        }

        /// With one worker, without name servers outside.
        public Ports(Executor worker, Executor handshakes, InstantSource clock) {
            this(worker, handshakes, clock, Forwarder.NONE);
        }
    }

    /// What a worker gives its packets to; it calls it on its own thread.
    ///
    /// @param index 0 for the first worker
    public PacketHandler lane(int index) {
        return lanes.get(index);
    }

    /// Puts a state in force: routes and allowlist at once; sessions without a right to be end.
    ///
    /// @param endSessions ids of sessions to end
    /// @return what in the state could not be used
    public List<String> apply(long nowNanos, DesiredState state, List<String> endSessions) {
        begin(nowNanos);
        SettingsCheck.networks(state.settings());
        String key = state.settings().tlsCryptV2ServerKey() + ' ' + state.settings().tlsCryptKey();
        if (!key.equals(gateKey)) {
            firstContact.use(gates.make(state.settings(), lifecycle::isNode));
            gateKey = key;
        }
        List<String> problems = new ArrayList<>(lifecycle.apply(nowNanos, state, endSessions));
        problems.addAll(services.apply(state));
        tables.all().forEach(lanes::watch);
        return problems;
    }

    /// Asks devices whether they are there; the answers are events.
    public void probe(long nowNanos, List<Probe> probes) {
        begin(nowNanos);
        probes.forEach(probe -> services.probe(nowNanos, probe));
    }

    /// The rules that decided since this was asked last.
    public List<RuleHits> takeRuleHits(long nowNanos) {
        begin(nowNanos);
        return RuleReport.take(lifecycle.rules(), ports.clock().instant(), nowNanos);
    }

    /// All tunnels that are up.
    public List<SessionInfo> sessions() {
        exclusion.begin();
        return tables.all().stream().filter(VpnSession::isLive).map(VpnSession::info).toList();
    }

    /// Begins to stop: tells all peers to come back later and lets nobody new in.
    public void beginStop(long nowNanos) {
        begin(nowNanos);
        firstContact.stop();
        for (VpnSession session : tables.all()) {
            lifecycle.cut(nowNanos, session, "SERVER_STOP", "secure server restarts");
            lanes.watch(session);
        }
    }

    /// Whether no session is left.
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    private void begin(long nowNanos) {
        exclusion.begin();
        lanes.first().now(nowNanos);
    }

    private final class Shared implements Lane.Shared {
        @Override
        public Exclusion exclusion() {
            return exclusion;
        }

        @Override
        public Lanes lanes() {
            return lanes;
        }

        @Override
        public SessionTables tables() {
            return tables;
        }

        @Override
        public void wake(int lane) {
            ports.waker().accept(lane);
        }

        @Override
        public void control(
                InetSocketAddress from, @Nullable TcpConnection connection, ByteBuffer packet) {
            exclusion.begin();
            firstContact.control(from, connection, packet);
        }

        @Override
        public void disconnected(TcpConnection connection) {
            exclusion.begin();
            for (VpnSession session : List.copyOf(tables.on(connection))) {
                lifecycle.close(
                        lanes.first().now(), session, "CONNECTION_LOST", "TCP connection closed");
            }
        }

        @Override
        public void serve(long nowNanos, PeerSlot sender, ByteBuffer packet) {
            services.serve(nowNanos, sender, packet);
        }

        @Override
        public long runDue(long nowNanos, long otherwise) {
            return services.runDue(nowNanos, otherwise);
        }

        @Override
        public void fail(VpnSession session, RuntimeException defect) {
            sessions.fail(session, defect);
        }
    }
}
