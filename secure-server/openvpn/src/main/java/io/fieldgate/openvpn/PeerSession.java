package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.data.DataHeader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// One peer's session at the server: the way of its data, and the door to its [PeerControl].
final class PeerSession implements ServerSession {
    private final SessionSetup setup;
    private final RemoteAddress remote;
    private final PeerControl control;

    PeerSession(
            SessionSetup setup,
            HandshakeBudget.Place place,
            InetSocketAddress remote,
            long nowNanos) {
        this.setup = setup;
        this.remote = new RemoteAddress(remote);
        this.control = new PeerControl(setup, place, this.remote, nowNanos);
    }

    @Override
    public long remoteSessionId() {
        return setup.remoteSessionId();
    }

    @Override
    public InetSocketAddress remote() {
        return remote.current();
    }

    @Override
    public Transport transport() {
        return setup.transport();
    }

    @Override
    public boolean isClosed() {
        return control.isClosed();
    }

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output) {
        if (isClosed()) {
            output.drop(DropReason.UNKNOWN_SESSION);
        } else if (!packet.hasRemaining()) {
            output.drop(DropReason.MALFORMED);
        } else if (DataHeader.isData(packet)) {
            receiveData(nowNanos, from, packet, output);
        } else if (!from.equals(remote.current())) {
            output.drop(DropReason.WRONG_ADDRESS);
        } else {
            control.receive(new Turn(nowNanos, output), packet);
        }
    }

    @Override
    public void send(long nowNanos, ByteBuffer ipPacket, Output output) {
        if (control.phase() instanceof Phase.Admitted(AdmittedPeer peer)) {
            peer.tunnel().send(nowNanos, ipPacket, output);
        } else {
            output.drop(DropReason.NOT_ADMITTED);
        }
    }

    @Override
    public void resume(long nowNanos, Output output) {
        control.resume(new Turn(nowNanos, output));
    }

    @Override
    public void tick(long nowNanos, Output output) {
        Turn turn = new Turn(nowNanos, output);
        control.tick(turn);
        if (control.phase() instanceof Phase.Admitted(AdmittedPeer peer)) {
            tickTunnel(turn, peer);
        }
        control.flush(turn);
    }

    @Override
    public long nextDeadline() {
        long next = control.nextDeadline();
        return control.phase() instanceof Phase.Admitted(AdmittedPeer peer)
                ? Deadline.earlier(next, peer.tunnel().nextDeadline())
                : next;
    }

    @Override
    public long openQuestion() {
        return control.openQuestion();
    }

    @Override
    public void admit(
            long nowNanos, long question, Admission admission, Set<Factor> open, Output output) {
        control.admit(new Turn(nowNanos, output), question, admission, open);
    }

    @Override
    public void approveRekey(
            long nowNanos,
            long question,
            Optional<Admission.AuthToken> newToken,
            Set<Factor> open,
            Output output) {
        control.approveRekey(new Turn(nowNanos, output), question, newToken, open);
    }

    @Override
    public void confirm(long nowNanos, long question, Factor factor, Output output) {
        control.confirm(new Turn(nowNanos, output), question, factor);
    }

    @Override
    public void refuse(long nowNanos, long question, Refusal refusal, Output output) {
        control.refuse(new Turn(nowNanos, output), question, refusal);
    }

    @Override
    public boolean challenge(long nowNanos, long question, Challenge challenge, Output output) {
        return control.challenge(new Turn(nowNanos, output), question, challenge);
    }

    @Override
    public boolean update(long nowNanos, LiveSettings settings, Output output) {
        return control.update(new Turn(nowNanos, output), settings);
    }

    @Override
    public void inform(long nowNanos, String text, Output output) {
        control.inform(new Turn(nowNanos, output), text);
    }

    @Override
    public void restart(long nowNanos, String reason, boolean nextServer, Output output) {
        control.restart(new Turn(nowNanos, output), reason, nextServer);
    }

    @Override
    public void halt(long nowNanos, String reason, Output output) {
        control.halt(new Turn(nowNanos, output), reason);
    }

    @Override
    public void close(long nowNanos, String reason, Output output) {
        control.end(new Turn(nowNanos, output), CloseReason.CLOSED, reason);
    }

    private void receiveData(
            long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output) {
        if (!(control.phase() instanceof Phase.Admitted(AdmittedPeer peer))) {
            output.drop(DropReason.NOT_ADMITTED);
            return;
        }
        boolean moved = !from.equals(remote.current());
        if (moved && !mayMove(packet)) {
            output.drop(DropReason.WRONG_ADDRESS);
            return;
        }
        switch (peer.tunnel().receive(nowNanos, packet, output)) {
            case NOTHING -> {}
            case EXIT ->
                    control.end(new Turn(nowNanos, output), CloseReason.PEER_EXIT, "the peer left");
            case GENUINE -> peer.tunnel().deliver(output);
            case NEWEST -> {
                InetSocketAddress old = remote.current();
                if (moved && remote.moveTo(nowNanos, from)) {
                    output.report(new Event.Floated(old, from));
                }
                peer.tunnel().deliver(output);
            }
        }
    }

    /// Over TCP the connection says who it is, and a packet without a peer id only its address
    /// does.
    private boolean mayMove(ByteBuffer packet) {
        return setup.transport() == Transport.UDP
                && DataHeader.peerId(packet) != DataHeader.NO_PEER_ID;
    }

    private void tickTunnel(Turn turn, AdmittedPeer peer) {
        if (peer.tunnel().isDead(turn.nowNanos())) {
            control.end(turn, CloseReason.PING_TIMEOUT, "nothing heard from the peer");
            return;
        }
        peer.tunnel().tick(turn.nowNanos(), turn.output());
        control.renegotiate(turn, peer);
    }
}
