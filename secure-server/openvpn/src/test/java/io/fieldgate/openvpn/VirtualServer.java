package io.fieldgate.openvpn;

import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.wire.Opcode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A shell without sockets, in virtual time: gate, sessions, and what came out of them.
final class VirtualServer {
    /// A packet on its way to an address.
    record Sent(InetSocketAddress to, ByteBuffer packet) {}

    final List<Sent> outbox = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<ByteBuffer> delivered = new ArrayList<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    final List<Hosted> sessions = new ArrayList<>();

    /// Whether TLS tasks run by themselves.
    boolean runsTasks = true;

    /// Sessions that the gate has made so far.
    int accepted;

    final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ServerGate gate;

    VirtualServer(ServerConfig config, long seed) {
        this.gate = ServerGate.create(config, new Random(seed));
    }

    void receive(
            long now,
            long unixSeconds,
            InetSocketAddress from,
            Transport transport,
            ByteBuffer packet) {
        Hosted known = find(from, packet);
        if (known != null) {
            known.session.receive(now, from, packet.duplicate(), known);
        } else {
            judge(now, unixSeconds, from, transport, packet);
        }
        runTasks(now);
    }

    private void judge(
            long now,
            long unixSeconds,
            InetSocketAddress from,
            Transport transport,
            ByteBuffer packet) {
        switch (gate.receive(now, unixSeconds, from, transport, packet.duplicate())) {
            case ServerGate.Verdict.Dropped(DropReason reason) ->
                    drops.merge(reason, 1, Integer::sum);
            case ServerGate.Verdict.Reply(ByteBuffer reply) -> outbox.add(new Sent(from, reply));
            case ServerGate.Verdict.Accepted(ServerSession session) -> {
                accepted++;
                Hosted hosted = new Hosted(session);
                sessions.add(hosted);
                session.receive(now, from, packet.duplicate(), hosted);
            }
        }
    }

    void tick(long now) {
        for (Hosted hosted : List.copyOf(sessions)) {
            if (hosted.session.nextDeadline() - now <= 0) {
                hosted.session.tick(now, hosted);
            }
        }
        runTasks(now);
    }

    void runTasks(long now) {
        for (Runnable task = runsTasks ? tasks.poll() : null; task != null; task = tasks.poll()) {
            task.run();
            for (Hosted hosted : List.copyOf(sessions)) {
                hosted.session.resume(now, hosted);
            }
        }
    }

    /// The moment of the next deadline of any session; `Long.MAX_VALUE` if there is none.
    long nextDeadline(long now) {
        return sessions.stream()
                .mapToLong(hosted -> hosted.session.nextDeadline())
                .reduce(Long.MAX_VALUE, (a, b) -> a == Long.MAX_VALUE || b - now < a - now ? b : a);
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private @Nullable Hosted find(InetSocketAddress from, ByteBuffer packet) {
        boolean data =
                packet.remaining() > 4
                        && (packet.get(packet.position()) & 0xff) >>> 3 == Opcode.DATA_V2.code();
        for (Hosted hosted : sessions) {
            boolean matches =
                    data
                            ? hosted.peerId == DataHeader.peerId(packet)
                            : packet.remaining() >= 9
                                    && hosted.session.remote().equals(from)
                                    && hosted.session.remoteSessionId()
                                            == packet.getLong(packet.position() + 1);
            if (matches) {
                return hosted;
            }
        }
        return null;
    }

    /// A session and its output.
    final class Hosted implements Session.Output {
        final ServerSession session;
        final int peerId = 7 + sessions.size();

        Hosted(ServerSession session) {
            this.session = session;
        }

        @Override
        public void transmit(ByteBuffer packet) {
            outbox.add(new Sent(session.remote(), copy(packet)));
        }

        @Override
        public void deliver(ByteBuffer ipPacket) {
            delivered.add(copy(ipPacket));
        }

        @Override
        public void report(Event event) {
            events.add(event);
            if (event instanceof Event.Closed) {
                sessions.remove(this);
            }
        }

        @Override
        public void compute(Runnable tlsTask) {
            tasks.add(tlsTask);
        }

        @Override
        public void drop(DropReason reason) {
            drops.merge(reason, 1, Integer::sum);
        }

        private static ByteBuffer copy(ByteBuffer packet) {
            return ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        }
    }
}
