package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ClientMessage;
import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state machine of one peer's session at the server: finds the key exchange of each control
/// packet, asks the owner at each new key, and guards the way to the tunnel.
final class PeerSession implements ServerSession {
    static final long REFUSED_NANOS = 5_000_000_000L;
    static final long RESTART_NANOS = 2_000_000_000L;
    static final int MAX_REASON = 200;

    private final SessionSetup setup;
    private final HandshakeBudget.Place place;
    private final KeyExchanges exchanges;
    private final RemoteAddress remote;
    private Phase phase = new Phase.Handshaking();
    private @Nullable KnownPeer asked;
    private boolean pushRequested;

    PeerSession(
            SessionSetup setup,
            HandshakeBudget.Place place,
            InetSocketAddress remote,
            long nowNanos) {
        this.setup = setup;
        this.place = place;
        this.remote = new RemoteAddress(remote);
        this.exchanges = new KeyExchanges(setup, nowNanos);
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
        return phase instanceof Phase.Closed;
    }

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output) {
        if (isClosed()) {
            output.drop(DropReason.UNKNOWN_SESSION);
        } else if (!packet.hasRemaining()) {
            output.drop(DropReason.MALFORMED);
        } else if ((packet.get(packet.position()) & 0xff) >>> 3 == Opcode.DATA_V2.code()) {
            receiveData(nowNanos, from, packet, output);
        } else if (!from.equals(remote.current())) {
            output.drop(DropReason.WRONG_ADDRESS);
        } else {
            receiveControl(new Turn(nowNanos, output), packet);
        }
    }

    @Override
    public void send(long nowNanos, ByteBuffer ipPacket, Output output) {
        if (phase instanceof Phase.Admitted(AdmittedPeer peer)) {
            peer.tunnel().send(nowNanos, ipPacket, output);
        } else {
            output.drop(DropReason.NOT_ADMITTED);
        }
    }

    @Override
    public void resume(long nowNanos, Output output) {
        Turn turn = new Turn(nowNanos, output);
        KeyExchange previous = exchanges.previous();
        if (previous != null) {
            advance(turn, previous);
        }
        advance(turn, exchanges.current());
    }

    @Override
    public void tick(long nowNanos, Output output) {
        Turn turn = new Turn(nowNanos, output);
        switch (phase) {
            case Phase.Closed _ -> {}
            case Phase.Closing(CloseReason reason, String text, long untilNanos) -> {
                if (Deadline.isDue(untilNanos, nowNanos)) {
                    end(turn, reason, text);
                }
            }
            case Phase.Handshaking _ -> endOverdueHandshake(turn);
            case Phase.Admitted(AdmittedPeer peer) -> {
                endOverdueHandshake(turn);
                tickTunnel(turn, peer);
            }
        }
        flush(turn);
    }

    @Override
    public long nextDeadline() {
        KeyExchange current = exchanges.current();
        long control = current.channel().nextDeadline();
        return switch (phase) {
            case Phase.Closed _ -> Deadline.NEVER;
            case Phase.Closing(_, _, long untilNanos) -> Deadline.earlier(control, untilNanos);
            case Phase.Handshaking _ -> Deadline.earlier(control, exchanges.deadline());
            case Phase.Admitted(AdmittedPeer peer) -> {
                long exchange =
                        current.isSettled() ? peer.rekeyDeadline(exchanges) : exchanges.deadline();
                long tunnel = peer.tunnel().nextDeadline();
                yield Deadline.earlier(control, Deadline.earlier(exchange, tunnel));
            }
        };
    }

    @Override
    public void admit(long nowNanos, Admission admission, Output output) {
        Turn turn = new Turn(nowNanos, output);
        KnownPeer peer = asked;
        KeyExchange current = exchanges.current();
        if (peer == null
                || !(phase instanceof Phase.Handshaking)
                || !(current.stage() instanceof KeyExchange.Stage.Deciding deciding)) {
            return;
        }
        Optional<String> refusal = peer.capabilities().refusal();
        if (refusal.isPresent()) {
            refuse(turn, CloseReason.REFUSED, refusal.get());
            return;
        }
        asked = null;
        place.leave();
        AdmittedPeer admitted =
                new AdmittedPeer(nowNanos, setup, remote.current(), admission, peer);
        admitted.agree(nowNanos, current, deciding.exchanged());
        if (peer.capabilities().usesDynamicTlsCrypt()) {
            exchanges.useDynamicKey();
        }
        phase = new Phase.Admitted(admitted);
        if (pushRequested || peer.capabilities().takesPushUnasked()) {
            push(turn, admitted);
        }
        output.report(admitted.established(current));
    }

    @Override
    public void approveRekey(long nowNanos, Output output) {
        KnownPeer peer = asked;
        KeyExchange current = exchanges.current();
        if (peer == null
                || !(phase instanceof Phase.Admitted(AdmittedPeer admitted))
                || !(current.stage() instanceof KeyExchange.Stage.Deciding deciding)) {
            return;
        }
        asked = null;
        admitted.agree(nowNanos, current, deciding.exchanged());
        output.report(new Event.Rekeyed(current.keyId(), current.tls().protocol()));
    }

    @Override
    public void refuse(long nowNanos, String reason, Output output) {
        if (asked != null) {
            refuse(new Turn(nowNanos, output), CloseReason.REFUSED, reason);
        }
    }

    @Override
    public void restart(long nowNanos, String reason, Output output) {
        String text = PrintableText.of(reason, MAX_REASON);
        leave(new Turn(nowNanos, output), CloseReason.RESTARTED, text, "RESTART,[P]:" + text);
    }

    @Override
    public void halt(long nowNanos, String reason, Output output) {
        String text = PrintableText.of(reason, MAX_REASON);
        leave(new Turn(nowNanos, output), CloseReason.HALTED, text, "HALT," + text);
    }

    @Override
    public void close(long nowNanos, String reason, Output output) {
        end(new Turn(nowNanos, output), CloseReason.CLOSED, reason);
    }

    private void receiveData(
            long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output) {
        if (!(phase instanceof Phase.Admitted(AdmittedPeer peer))) {
            output.drop(DropReason.NOT_ADMITTED);
            return;
        }
        boolean moved = !from.equals(remote.current());
        if (moved && setup.transport() == Transport.TCP) {
            output.drop(DropReason.WRONG_ADDRESS);
            return;
        }
        switch (peer.tunnel().receive(nowNanos, packet, output)) {
            case NOTHING -> {}
            case EXIT -> end(new Turn(nowNanos, output), CloseReason.PEER_EXIT, "the peer left");
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

    private void receiveControl(Turn turn, ByteBuffer packet) {
        switch (exchanges.unprotect(packet)) {
            case Parsed.Failure<ControlPacket>(Flaw flaw) ->
                    turn.output().drop(DropReason.of(flaw));
            case Parsed.Value<ControlPacket>(ControlPacket genuine) -> {
                if (setup.isBetweenUs(genuine)) {
                    receiveControl(turn, genuine);
                } else {
                    turn.output().drop(DropReason.UNKNOWN_SESSION);
                }
            }
        }
    }

    private void receiveControl(Turn turn, ControlPacket packet) {
        if (phase instanceof Phase.Admitted(AdmittedPeer peer)) {
            peer.tunnel().heard(turn.nowNanos());
        }
        boolean mayOpen = phase instanceof Phase.Admitted;
        KeyExchange exchange = exchanges.of(packet, mayOpen, turn.nowNanos());
        if (exchange == null) {
            turn.output().drop(DropReason.UNKNOWN_SESSION);
        } else if (exchange.receive(turn.nowNanos(), packet)) {
            advance(turn, exchange);
        } else {
            turn.output().drop(DropReason.OUT_OF_WINDOW);
        }
    }

    private void advance(Turn turn, KeyExchange exchange) {
        if (isClosed()) {
            return;
        }
        try {
            for (ClientMessage message : exchange.advance(turn.output()::compute)) {
                handle(turn, message);
            }
            if (exchange.stage() instanceof KeyExchange.Stage.Active active) {
                ask(turn, exchange, active);
            }
            flush(turn);
        } catch (TlsFailedException e) {
            fail(turn, exchange, CloseReason.TLS_FAILURE, e.text());
        } catch (MalformedMessageException e) {
            fail(turn, exchange, CloseReason.PROTOCOL_ERROR, e.text());
        }
    }

    private void fail(Turn turn, KeyExchange exchange, CloseReason reason, String text) {
        if (exchanges.isCurrent(exchange)) {
            // The alert, if there is one.
            flush(turn);
            end(turn, reason, text);
        } else {
            exchanges.forgetPrevious();
        }
    }

    private void handle(Turn turn, ClientMessage message) {
        switch (message) {
            case ClientMessage.PushRequest _ -> {
                pushRequested = true;
                if (phase instanceof Phase.Admitted(AdmittedPeer peer)) {
                    push(turn, peer);
                }
            }
            case ClientMessage.Exit _ -> {
                flush(turn);
                end(turn, CloseReason.PEER_EXIT, "the peer left");
            }
            case ClientMessage.Other _ -> {}
        }
    }

    private void ask(Turn turn, KeyExchange exchange, KeyExchange.Stage.Active active)
            throws TlsFailedException {
        exchange.ask(active);
        KnownPeer peer = KnownPeer.of(exchange, active.exchanged().client(), setup.metadata());
        Optional<String> difference = Optional.empty();
        if (phase instanceof Phase.Admitted(AdmittedPeer admitted)) {
            difference = admitted.differenceTo(peer);
        } else if (!(phase instanceof Phase.Handshaking)) {
            return;
        }
        if (difference.isPresent()) {
            refuse(turn, CloseReason.IDENTITY_CHANGED, difference.get());
            return;
        }
        asked = peer;
        boolean rekey = phase instanceof Phase.Admitted;
        turn.output().report(new Event.PeerAuthenticating(peer.identity(), peer.info(), rekey));
    }

    private void push(Turn turn, AdmittedPeer peer) {
        if (exchanges.current().isSettled()) {
            peer.push(turn.nowNanos()).forEach(message -> say(turn, message));
        }
    }

    private void refuse(Turn turn, CloseReason reason, String text) {
        String printable = PrintableText.of(text, MAX_REASON);
        asked = null;
        phase = new Phase.Closing(reason, printable, turn.nowNanos() + REFUSED_NANOS);
        say(turn, "AUTH_FAILED," + printable);
    }

    private void leave(Turn turn, CloseReason reason, String text, String message) {
        switch (phase) {
            case Phase.Closed _, Phase.Closing _ -> {}
            case Phase.Handshaking _ -> end(turn, reason, text);
            case Phase.Admitted _ -> {
                if (!exchanges.current().isSettled()) {
                    // In the midst of a renegotiation there is no key id to say it on.
                    end(turn, reason, text);
                    return;
                }
                phase = new Phase.Closing(reason, text, turn.nowNanos() + RESTART_NANOS);
                say(turn, message);
            }
        }
    }

    private void say(Turn turn, String message) {
        try {
            exchanges.current().send(message);
            flush(turn);
        } catch (TlsFailedException e) {
            end(turn, CloseReason.TLS_FAILURE, e.text());
        }
    }

    private void flush(Turn turn) {
        if (!isClosed()) {
            exchanges.flush(turn);
        }
    }

    private void endOverdueHandshake(Turn turn) {
        if (exchanges.isOverdue(turn.nowNanos())) {
            end(turn, CloseReason.HANDSHAKE_TIMEOUT, "no key was agreed in time");
        }
    }

    private void tickTunnel(Turn turn, AdmittedPeer peer) {
        if (isClosed()) {
            return;
        }
        if (peer.tunnel().isDead(turn.nowNanos())) {
            end(turn, CloseReason.PING_TIMEOUT, "nothing heard from the peer");
            return;
        }
        peer.tunnel().tick(turn.nowNanos(), turn.output());
        boolean due = Deadline.isDue(peer.rekeyDeadline(exchanges), turn.nowNanos());
        if (due && exchanges.mayOpenNext(turn.nowNanos())) {
            exchanges.openNext(turn.nowNanos());
        }
    }

    private void end(Turn turn, CloseReason reason, String text) {
        switch (phase) {
            case Phase.Closed _ -> {}
            case Phase.Closing(CloseReason first, String firstText, _) ->
                    close(turn, first, firstText);
            case Phase.Handshaking _, Phase.Admitted _ -> close(turn, reason, text);
        }
    }

    private void close(Turn turn, CloseReason reason, String text) {
        phase = new Phase.Closed();
        place.leave();
        turn.output().report(new Event.Closed(reason, PrintableText.of(text, MAX_REASON)));
    }
}
