package io.fieldgate.server.session;

import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.net.PacketHandler;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.Router;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What one worker does: brings data packets to the sessions of its lane, routes what comes out of
/// them, and sends into them what is for their peers. What concerns another lane's session or flow
/// it hands over.
///
/// The flows of a client are known in the lane of the client's session. All that is not data, such
/// as handshakes, is for the first lane's worker, in [Exclusion].
final class Lane implements PacketHandler {
    private static final int DATA_V1 = 6;
    private static final int DATA_V2 = 9;
    private static final int DATA_V2_HEADER = 4;
    private static final long IDLE_NANOS = 1_000_000_000;

    private static final long OUTSIDE = 0;

    private final int index;
    private final Shared shared;
    private final DropCounters drops;
    private final Deadlines<VpnSession> deadlines = new Deadlines<>();
    private final Forwarding forwarding;
    private final Router<PeerSlot> router;
    private final Handovers handovers;

    // Made once: they are asked for in each turn.
    private final Consumer<VpnSession> tick = this::tick;
    private final Consumer<Handover.Place> work = this::take;
    private final IntConsumer waker;

    /// Where the datagram came in that is worked on, or the one before.
    private @Nullable DatagramSender incoming;

    private long entered = OUTSIDE;
    private long now;

    /// @param count of all lanes
    Lane(int index, int count, Shared shared, DropCounters drops) {
        this.index = index;
        this.shared = shared;
        this.drops = drops;
        this.forwarding = new Forwarding(drops, new Out());
        this.router = new Router<>(drops, forwarding, new SecureRandom().nextLong());
        this.handovers =
                new Handovers(index, count, drops, lane -> shared.lanes().get(lane).handovers);
        this.waker = shared::wake;
    }

    /// What the lanes share.
    interface Shared {
        Exclusion exclusion();

        Lanes lanes();

        SessionTables tables();

        /// Wakes the worker of a lane if it sleeps.
        void wake(int lane);

        /// A packet that is no data; on the first lane only.
        void control(InetSocketAddress from, @Nullable TcpConnection connection, ByteBuffer packet);

        /// A connection is gone; on the first lane only.
        void disconnected(TcpConnection connection);

        /// A packet to the gateway; on the first lane only.
        void serve(long nowNanos, PeerSlot sender, ByteBuffer packet);

        /// Does what is due beside the sessions' ticks; on the first lane only.
        ///
        /// @return when to call again
        long runDue(long nowNanos, long otherwise);

        /// A defect that must cost the session.
        void fail(VpnSession session, RuntimeException defect);
    }

    Router<PeerSlot> router() {
        return router;
    }

    long now() {
        return now;
    }

    void now(long nowNanos) {
        now = nowNanos;
    }

    /// Where the datagram came in that is worked on, or the one before.
    @Nullable DatagramSender incoming() {
        return incoming;
    }

    @Override
    public void datagram(
            long nowNanos, DatagramSender port, InetSocketAddress sender, ByteBuffer packet) {
        enter(nowNanos);
        incoming = port;
        int opcode = opcode(packet);
        if (opcode != DATA_V2 && opcode != DATA_V1) {
            if (index == 0) {
                shared.control(sender, null, packet);
            } else {
                handovers.give(0, port, sender, packet);
            }
            return;
        }
        SessionTables tables = shared.tables();
        VpnSession session =
                opcode == DATA_V2 ? byDataId(packet) : SessionTables.admitted(tables.at(sender));
        if (session == null || session.connection() != null) {
            drops.count(DropReason.UNKNOWN_SESSION);
        } else if (session.lane() != index) {
            handovers.give(session.lane(), port, sender, packet);
        } else if (isTaken(sender, session)) {
            drops.count(DropReason.ADDRESS_TAKEN);
        } else {
            receive(session, sender, packet);
        }
    }

    @Override
    public void frame(long nowNanos, TcpConnection connection, ByteBuffer packet) {
        enter(nowNanos);
        int opcode = opcode(packet);
        if (opcode != DATA_V2 && opcode != DATA_V1) {
            shared.control(connection.remote(), connection, packet);
            return;
        }
        VpnSession session =
                opcode == DATA_V2
                        ? byDataId(packet)
                        : SessionTables.admitted(shared.tables().on(connection));
        if (session == null || session.connection() != connection) {
            drops.count(DropReason.UNKNOWN_SESSION);
        } else {
            receive(session, connection.remote(), packet);
        }
    }

    @Override
    public void disconnected(long nowNanos, TcpConnection connection) {
        enter(nowNanos);
        shared.disconnected(connection);
    }

    @Override
    public long runDue(long nowNanos) {
        enter(nowNanos);
        boolean more = handovers.take(work);
        deadlines.runDue(nowNanos, tick);
        long next = deadlines.next(nowNanos + IDLE_NANOS);
        if (index == 0) {
            next = shared.runDue(nowNanos, next);
        }
        return more ? nowNanos : next;
    }

    @Override
    public void pause() {
        handovers.wake(waker);
        if (index == 0) {
            shared.exclusion().end();
        } else if (entered != OUTSIDE) {
            shared.exclusion().leave(entered);
            entered = OUTSIDE;
        }
    }

    @Override
    public boolean hasWork() {
        return !handovers.isEmpty();
    }

    /// Works on a packet of a session, by this lane's worker or in exclusion.
    void receive(VpnSession session, InetSocketAddress sender, ByteBuffer packet) {
        forwarding.enter(session);
        try {
            session.protocol().receive(now, sender, packet, session);
        } catch (RuntimeException defect) {
            shared.fail(session, defect);
        } finally {
            leave(session);
        }
    }

    /// Goes on with a session whose TLS task is done; in exclusion.
    void resume(VpnSession session) {
        forwarding.enter(session);
        try {
            session.protocol().resume(now, session);
        } catch (RuntimeException defect) {
            shared.fail(session, defect);
        } finally {
            leave(session);
        }
    }

    /// What came out of the tunnel of a session of this lane.
    void deliver(VpnSession session, ByteBuffer ipPacket) {
        PeerSlot slot = session.slot();
        if (slot == null || slot.session() != session) {
            drops.count(DropReason.UNKNOWN_SESSION);
        } else {
            router.route(now, slot, ipPacket);
        }
    }

    /// Makes sure that a session of this lane is called at its deadline; by this lane's worker or
    /// in exclusion.
    void watch(VpnSession session) {
        boolean sooner = deadlines.watch(session);
        if (sooner && index != 0 && shared.exclusion().isExclusive()) {
            shared.wake(index);
        }
    }

    private void tick(VpnSession session) {
        forwarding.enter(session);
        try {
            session.protocol().tick(now, session);
        } catch (RuntimeException defect) {
            shared.fail(session, defect);
        } finally {
            leave(session);
        }
    }

    private void leave(VpnSession session) {
        shared.lanes().watch(session);
        forwarding.leave();
    }

    /// From here on to [#pause] nobody changes who is there and what holds.
    private void enter(long nowNanos) {
        now = nowNanos;
        if (index != 0 && entered == OUTSIDE) {
            entered = shared.exclusion().enter();
        }
    }

    /// Whether a session that seems to have moved would come to where another peer's is: it stays
    /// where it is then, so that nobody can send his own packets to somebody else.
    @SuppressWarnings("ReferenceEquality") // the usual case, at no cost
    private boolean isTaken(InetSocketAddress sender, VpnSession mover) {
        return sender != mover.address()
                && !sender.equals(mover.address())
                && SessionTables.admitted(shared.tables().at(sender)) != null;
    }

    private @Nullable VpnSession byDataId(ByteBuffer packet) {
        return packet.remaining() < DATA_V2_HEADER
                ? null
                : shared.tables().byDataId(packet.getInt(packet.position()) & 0xffffff);
    }

    private static int opcode(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0xff) >>> 3;
    }

    /// Whether this packet is data, which may be lost.
    static boolean isData(ByteBuffer packet) {
        int opcode = opcode(packet);
        return opcode == DATA_V2 || opcode == DATA_V1;
    }

    private void take(Handover.Place place) {
        PeerSlot peer = place.peer();
        ByteBuffer packet = place.packet();
        switch (place.task()) {
            case RECEIVE -> {
                DatagramSender port = place.port();
                InetSocketAddress sender = place.from();
                if (port != null && sender != null) {
                    datagram(now, port, sender, packet);
                }
            }
            case LEAD -> {
                if (peer != null) {
                    router.lead(now, peer, packet);
                }
            }
            case SEND -> {
                if (peer != null) {
                    forwarding.send(peer, packet);
                }
            }
            case SERVE -> {
                if (peer != null) {
                    shared.serve(now, peer, packet);
                }
            }
        }
    }

    /// A packet to the gateway, which the first lane's services answer.
    void serve(PeerSlot sender, ByteBuffer packet) {
        handovers.give(0, Handover.Task.SERVE, sender, packet);
    }

    /// Where the router's packets go.
    private final class Out implements Forwarding.Way {
        @Override
        public boolean isHere(VpnSession session) {
            return session.lane() == index;
        }

        @Override
        public void send(VpnSession session, ByteBuffer packet) {
            int bytes = packet.remaining();
            TcpConnection connection = session.connection();
            if (connection != null && !connection.takesData(bytes)) {
                drops.count(DropReason.TCP_QUEUE_FULL);
                return;
            }
            try {
                session.protocol().send(now, packet, session);
                session.meter().sent(bytes);
            } catch (RuntimeException defect) {
                shared.fail(session, defect);
            }
            watch(session);
        }

        @Override
        public void hand(VpnSession session, Handover.Task task, PeerSlot peer, ByteBuffer packet) {
            handovers.give(session.lane(), task, peer, packet);
        }
    }
}
