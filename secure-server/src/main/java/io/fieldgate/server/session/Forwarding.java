package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.Router;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Brings what a lane's router sends into sessions, of this lane or another. What goes back to the
/// peer whose packet is being worked on waits until that is done. Owned by the lane's worker.
final class Forwarding implements Router.Egress<PeerSlot> {
    private static final int MAX_ANSWERS_WAITING = 64;

    private final DropCounters drops;
    private final Way way;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private @Nullable VpnSession active;

    Forwarding(DropCounters drops, Way way) {
        this.drops = drops;
        this.way = way;
    }

    /// How packets get to sessions.
    interface Way {
        /// Whether the session is in this lane.
        boolean isHere(VpnSession session);

        /// Sends an IP packet through a session of this lane.
        void send(VpnSession session, ByteBuffer packet);

        /// Hands a packet to the lane of a session.
        void hand(VpnSession session, Handover.Task task, PeerSlot peer, ByteBuffer packet);
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
            way.send(answer.session(), answer.packet());
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
    public boolean leadsElsewhere(PeerSlot sender, @Nullable PeerSlot target, ByteBuffer packet) {
        if (sender.kind() == PeerKind.CLIENT || target == null) {
            return false;
        }
        VpnSession client = target.session();
        if (client == null || way.isHere(client)) {
            return false;
        }
        way.hand(client, Handover.Task.LEAD, sender, packet);
        return true;
    }

    @Override
    public void send(PeerSlot target, ByteBuffer packet) {
        VpnSession session = target.session();
        if (session == null) {
            drops.count(DropReason.PEER_OFFLINE);
        } else if (!way.isHere(session)) {
            way.hand(session, Handover.Task.SEND, target, packet);
        } else if (session != active) {
            way.send(session, packet);
        } else if (answers.size() < MAX_ANSWERS_WAITING) {
            ByteBuffer copy = ByteBuffer.allocate(packet.remaining());
            copy.put(packet).flip();
            answers.add(new Answer(session, copy));
        }
    }
}
