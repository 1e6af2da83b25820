package io.fieldgate.server.session;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.Router;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Brings what the router sends into sessions. What goes back to the peer whose packet is being
/// worked on waits until that is done. Owned by the worker thread.
final class Forwarding implements Router.Egress<PeerSlot> {
    private static final int MAX_ANSWERS_WAITING = 64;

    private final DropCounters drops;
    private final BiConsumer<VpnSession, ByteBuffer> sender;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private @Nullable VpnSession active;

    /// @param sender sends an IP packet through a session
    Forwarding(DropCounters drops, BiConsumer<VpnSession, ByteBuffer> sender) {
        this.drops = drops;
        this.sender = sender;
    }

    private record Answer(VpnSession session, ByteBuffer packet) {}

    /// A session is being worked on from now on.
    void enter(VpnSession session) {
        active = session;
    }

    /// No session is being worked on any more.
    void leave() {
        active = null;
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            sender.accept(answer.session(), answer.packet());
        }
    }

    @Override
    public void accepted(PeerSlot from, ByteBuffer packet) {
        VpnSession session = from.session();
        if (session != null) {
            session.meter().received(packet.remaining());
        }
    }

    @Override
    public void send(PeerSlot target, ByteBuffer packet) {
        VpnSession session = target.session();
        if (session == null) {
            drops.count(DropReason.PEER_OFFLINE);
        } else if (session != active) {
            sender.accept(session, packet);
        } else if (answers.size() < MAX_ANSWERS_WAITING) {
            ByteBuffer copy = ByteBuffer.allocate(packet.remaining());
            copy.put(packet).flip();
            answers.add(new Answer(session, copy));
        }
    }
}
