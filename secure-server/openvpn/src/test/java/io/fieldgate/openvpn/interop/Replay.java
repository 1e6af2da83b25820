package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.ServerGate;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Lets a recording happen again to a new gate, in virtual time.
final class Replay {
    /// Just before the clock's sign changes, as it may on a real machine.
    private static final long START = -3_000_000_000L;

    /// Peer ids begin where those of the loopback server do.
    private static final int FIRST_PEER_ID = 5;

    private static final int MAX_TICKS = 100_000;

    private final Recording recording;
    private final ServerGate gate;
    private final List<Event> events = new ArrayList<>();
    private final List<ByteBuffer> delivered = new ArrayList<>();
    private final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    private final List<Hosted> sessions = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long now = START;
    private int ticks;

    private Replay(Recording recording) {
        this.recording = recording;
        this.gate =
                ServerGate.create(
                        new ServerKeys(recording.keys)
                                .config(TestTls.playing(recording.tapes), recording.policy.data()),
                        new ConstantRandom(recording.seed));
    }

    /// What a server sees of the recorded client today.
    static List<String> of(Recording recording) {
        Replay replay = new Replay(recording);
        recording.inputs.forEach(replay::happen);
        return Seen.lines(replay.events, replay.delivered, replay.drops);
    }

    private void happen(Recording.Input input) {
        tickUntil(START + input.nanos());
        switch (input) {
            case Recording.Input.Packet packet -> receive(packet);
            case Recording.Input.Resumed _ -> resume();
            case Recording.Input.HungUp _ ->
                    List.copyOf(sessions)
                            .forEach(one -> one.session.close(now, "connection closed", one));
            case Recording.Input.Ordered(_, String order) ->
                    List.copyOf(sessions)
                            .forEach(one -> new Order(order).run(one.session, now, one));
        }
    }

    /// Time passes; on the way all sessions are ticked when they want to be.
    private void tickUntil(long end) {
        while (true) {
            long next = end;
            for (Hosted one : sessions) {
                long deadline = one.session.nextDeadline();
                next = deadline != Long.MAX_VALUE && deadline - next < 0 ? deadline : next;
            }
            now = Math.max(now, next);
            if (next == end) {
                return;
            }
            if (++ticks > MAX_TICKS) {
                throw new AssertionError("a session's deadline does not move on");
            }
            for (Hosted one : List.copyOf(sessions)) {
                if (one.session.nextDeadline() - now <= 0) {
                    one.session.tick(now, one);
                }
            }
        }
    }

    private void receive(Recording.Input.Packet input) {
        ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(input.packet()));
        Hosted known = find(input, packet);
        if (known != null) {
            known.session.receive(now, input.from(), packet, known);
            return;
        }
        switch (gate.receive(now, input.unixSeconds(), input.from(), input.transport(), packet)) {
            case ServerGate.Verdict.Dropped(DropReason reason) ->
                    drops.merge(reason, 1, Integer::sum);
            case ServerGate.Verdict.Reply _ -> {}
            case ServerGate.Verdict.Accepted(ServerSession session) -> {
                Hosted hosted = new Hosted(session);
                sessions.add(hosted);
                session.receive(now, input.from(), packet, hosted);
            }
        }
    }

    private void resume() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        List.copyOf(sessions).forEach(one -> one.session.resume(now, one));
    }

    private @Nullable Hosted find(Recording.Input.Packet input, ByteBuffer packet) {
        if (packet.remaining() < 9) {
            return null;
        }
        boolean data = (packet.get(0) & 0xff) >>> 3 == Opcode.DATA_V2.code();
        for (Hosted one : sessions) {
            boolean matches =
                    data
                            ? one.peerId == DataHeader.peerId(packet)
                            : one.session.transport() == input.transport()
                                    && one.session.remote().equals(input.from())
                                    && one.session.remoteSessionId() == packet.getLong(1);
            if (matches) {
                return one;
            }
        }
        return null;
    }

    private final class Hosted implements Session.Output {
        final ServerSession session;
        final int peerId = FIRST_PEER_ID + sessions.size();

        Hosted(ServerSession session) {
            this.session = session;
        }

        @Override
        public void transmit(ByteBuffer packet) {}

        @Override
        public void deliver(ByteBuffer ipPacket) {
            delivered.add(ByteBuffer.allocate(ipPacket.remaining()).put(ipPacket).flip());
        }

        @Override
        public void report(Event event) {
            events.add(event);
            switch (event) {
                case Event.PeerAuthenticating question ->
                        recording.policy.decide(question, session, peerId, now, this);
                case Event.Closed _ -> sessions.remove(this);
                case Event.ChallengeAnswered answer ->
                        recording.policy.judge(answer, session, now, this);
                case Event.Established _, Event.Rekeyed _, Event.Floated _ -> {}
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
    }
}
