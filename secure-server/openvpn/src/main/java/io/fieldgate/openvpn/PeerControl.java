package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ClientMessage;
import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Parsed;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The control channel of one peer's session at the server: finds the key exchange of each packet,
/// asks the owner at each new key, and decides by its answers in which [Phase] the session is.
final class PeerControl {
    static final long REFUSED_NANOS = 5_000_000_000L;
    static final long RESTART_NANOS = 2_000_000_000L;
    static final int MAX_REASON = 200;
    private static final String RESTART = "RESTART,[P]:";
    private static final String EXPIRED = "the time of this sign-in is over";

    private final SessionSetup setup;
    private final HandshakeBudget.Place place;
    private final KeyExchanges exchanges;
    private final RemoteAddress remote;
    private final Authentication authentication = new Authentication();
    private final Mailbox mailbox = new Mailbox();
    private Phase phase = new Phase.Handshaking();
    private boolean pushRequested;

    PeerControl(
            SessionSetup setup, HandshakeBudget.Place place, RemoteAddress remote, long nowNanos) {
        this.setup = setup;
        this.place = place;
        this.remote = remote;
        this.exchanges = new KeyExchanges(setup, nowNanos);
    }

    Phase phase() {
        return phase;
    }

    boolean isClosed() {
        return phase instanceof Phase.Closed;
    }

    long openQuestion() {
        return authentication.openQuestion();
    }

    void resume(Turn turn) {
        KeyExchange previous = exchanges.previous();
        if (previous != null) {
            advance(turn, previous);
        }
        advance(turn, exchanges.current());
    }

    /// Does what is due on the control channel.
    void tick(Turn turn) {
        switch (phase) {
            case Phase.Closed _ -> {}
            case Phase.Closing(CloseReason reason, String text, long untilNanos) -> {
                if (Deadline.isDue(untilNanos, turn.nowNanos())) {
                    end(turn, reason, text);
                }
            }
            case Phase.Handshaking _ -> endOverdueHandshake(turn);
            case Phase.Admitted(AdmittedPeer peer) -> {
                endOverdueHandshake(turn);
                if (Deadline.isDue(peer.endNanos(), turn.nowNanos())) {
                    leave(turn, CloseReason.EXPIRED, EXPIRED, RESTART + EXPIRED);
                }
            }
        }
    }

    /// Starts the next key exchange, if it is time for it.
    void renegotiate(Turn turn, AdmittedPeer peer) {
        boolean due = Deadline.isDue(peer.rekeyDeadline(exchanges), turn.nowNanos());
        if (due && exchanges.mayOpenNext(turn.nowNanos())) {
            exchanges.openNext(turn.nowNanos());
        }
    }

    /// See [Session#nextDeadline].
    long nextDeadline() {
        KeyExchange current = exchanges.current();
        long control = current.channel().nextDeadline();
        return switch (phase) {
            case Phase.Closed _ -> Deadline.NEVER;
            case Phase.Closing(_, _, long untilNanos) -> Deadline.earlier(control, untilNanos);
            case Phase.Handshaking _ -> Deadline.earlier(control, exchanges.deadline());
            case Phase.Admitted(AdmittedPeer peer) -> {
                long exchange =
                        current.isSettled() ? peer.rekeyDeadline(exchanges) : exchanges.deadline();
                yield Deadline.earlier(control, Deadline.earlier(exchange, peer.endNanos()));
            }
        };
    }

    void admit(Turn turn, long question, Admission admission, Set<Factor> open) {
        if (phase instanceof Phase.Handshaking && authentication.admit(question, admission, open)) {
            letIn(turn);
        }
    }

    void approveRekey(
            Turn turn, long question, Optional<Admission.AuthToken> newToken, Set<Factor> open) {
        if (phase instanceof Phase.Admitted(AdmittedPeer peer)
                && authentication.approve(question, newToken, open)) {
            settleRekey(turn, peer);
        }
    }

    void confirm(Turn turn, long question, Factor factor) {
        if (!authentication.confirm(question, factor)) {
            return;
        }
        switch (phase) {
            case Phase.Handshaking _ -> letIn(turn);
            case Phase.Admitted(AdmittedPeer peer) -> settleRekey(turn, peer);
            case Phase.Closing _, Phase.Closed _ -> {}
        }
    }

    void refuse(Turn turn, long question, Refusal refusal) {
        KnownPeer peer = authentication.peer();
        if (peer != null && authentication.refuse(question)) {
            refuse(turn, CloseReason.REFUSED, refusal, peer);
        }
    }

    boolean challenge(Turn turn, long question, Challenge challenge) {
        if (!(phase instanceof Phase.Handshaking)) {
            return false;
        }
        List<String> messages = authentication.challenge(turn.nowNanos(), question, challenge);
        if (!messages.isEmpty()) {
            exchanges.extendUntil(authentication.patientUntilNanos());
            messages.forEach(message -> say(turn, message));
        }
        return !messages.isEmpty();
    }

    boolean update(Turn turn, LiveSettings settings) {
        if (!(phase instanceof Phase.Admitted(AdmittedPeer peer)) || !peer.takesUpdates()) {
            return false;
        }
        mailbox.add(settings);
        deliverMail(turn, peer);
        return true;
    }

    void inform(Turn turn, String text) {
        if (phase instanceof Phase.Admitted(AdmittedPeer peer)) {
            mailbox.add("INFO," + PrintableText.of(text, MAX_REASON));
            deliverMail(turn, peer);
        }
    }

    void restart(Turn turn, String reason, boolean nextServer) {
        boolean next =
                nextServer
                        && phase instanceof Phase.Admitted(AdmittedPeer peer)
                        && peer.capabilities().takesRestartFlags();
        String text = PrintableText.of(reason, MAX_REASON);
        String message = (next ? "RESTART,[PN]:" : RESTART) + text;
        leave(turn, CloseReason.RESTARTED, text, message);
    }

    void halt(Turn turn, String reason) {
        String text = PrintableText.of(reason, MAX_REASON);
        leave(turn, CloseReason.HALTED, text, "HALT," + text);
    }

    /// A control packet from where the session is.
    void receive(Turn turn, ByteBuffer packet) {
        switch (exchanges.unprotect(turn.nowNanos(), packet)) {
            case Parsed.Failure<ControlPacket>(Flaw flaw) ->
                    turn.output().drop(DropReason.of(flaw));
            case Parsed.Value<ControlPacket>(ControlPacket genuine) -> {
                if (setup.isBetweenUs(genuine)) {
                    receive(turn, genuine);
                } else {
                    turn.output().drop(DropReason.UNKNOWN_SESSION);
                }
            }
        }
    }

    private void receive(Turn turn, ControlPacket packet) {
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

    void flush(Turn turn) {
        if (!isClosed()) {
            exchanges.flush(turn.nowNanos(), turn.output());
        }
    }

    /// Ends the session without a word.
    void end(Turn turn, CloseReason reason, String text) {
        switch (phase) {
            case Phase.Closed _ -> {}
            case Phase.Closing(CloseReason first, String firstText, _) ->
                    close(turn, first, firstText);
            case Phase.Handshaking _, Phase.Admitted _ -> close(turn, reason, text);
        }
    }

    /// Every verdict is positive.
    private void letIn(Turn turn) {
        KnownPeer peer = authentication.peer();
        Admission admission = authentication.admission();
        KeyExchange current = exchanges.current();
        if (peer == null
                || admission == null
                || !(current.stage() instanceof KeyExchange.Stage.Deciding deciding)) {
            return;
        }
        Optional<String> refusal = peer.capabilities().refusal(setup.config().data());
        if (refusal.isPresent()) {
            refuse(turn, CloseReason.REFUSED, new Refusal.Denied(refusal.get()), peer);
            return;
        }
        place.leave();
        AdmittedPeer admitted =
                new AdmittedPeer(turn.nowNanos(), setup, remote.current(), admission, peer);
        admitted.agree(turn.nowNanos(), current, deciding.exchanged());
        if (peer.capabilities().usesDynamicTlsCrypt()) {
            exchanges.useDynamicKey();
        }
        phase = new Phase.Admitted(admitted);
        if (pushRequested || peer.capabilities().takesPushUnasked()) {
            push(turn, admitted);
        }
        turn.output().report(admitted.established(current));
    }

    private void settleRekey(Turn turn, AdmittedPeer admitted) {
        KeyExchange current = exchanges.current();
        if (!(current.stage() instanceof KeyExchange.Stage.Deciding deciding)) {
            return;
        }
        admitted.agree(turn.nowNanos(), current, deciding.exchanged());
        authentication.newToken().map(admitted::renew).ifPresent(mailbox::add);
        deliverMail(turn, admitted);
        turn.output().report(new Event.Rekeyed(current.keyId(), current.tls().protocol()));
    }

    private void advance(Turn turn, KeyExchange exchange) {
        if (isClosed()) {
            return;
        }
        try {
            for (byte[] plaintext : exchange.advance(turn.output()::compute)) {
                ClientMessage.read(plaintext).forEach(message -> handle(turn, message));
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
            case ClientMessage.ChallengeResponse(String text) -> {
                long question = authentication.takeAnswer();
                if (question != 0) {
                    turn.output().report(new Event.ChallengeAnswered(question, text));
                }
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
        long question = authentication.ask(peer);
        if (difference.isPresent()) {
            Refusal refusal = new Refusal.Denied(difference.get());
            refuse(turn, CloseReason.IDENTITY_CHANGED, refusal, peer);
            return;
        }
        boolean rekey = phase instanceof Phase.Admitted;
        turn.output()
                .report(
                        new Event.PeerAuthenticating(
                                question, peer.identity(), peer.info(), rekey));
    }

    private void push(Turn turn, AdmittedPeer peer) {
        if (exchanges.current().isSettled()) {
            peer.push(turn.nowNanos()).forEach(message -> say(turn, message));
        }
    }

    private void refuse(Turn turn, CloseReason reason, Refusal refusal, KnownPeer peer) {
        String printable = PrintableText.of(refusal.reason(), MAX_REASON);
        authentication.end();
        phase = new Phase.Closing(reason, printable, turn.nowNanos() + REFUSED_NANOS);
        say(turn, refusal.message(peer.capabilities()));
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
                authentication.end();
                phase = new Phase.Closing(reason, text, turn.nowNanos() + RESTART_NANOS);
                say(turn, message);
            }
        }
    }

    private void deliverMail(Turn turn, AdmittedPeer peer) {
        try {
            mailbox.deliver(exchanges.current(), peer);
            flush(turn);
        } catch (TlsFailedException e) {
            end(turn, CloseReason.TLS_FAILURE, e.text());
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

    private void endOverdueHandshake(Turn turn) {
        if (exchanges.isOverdue(turn.nowNanos())) {
            end(turn, CloseReason.HANDSHAKE_TIMEOUT, "no key was agreed in time");
        }
    }

    private void close(Turn turn, CloseReason reason, String text) {
        phase = new Phase.Closed();
        authentication.end();
        place.leave();
        turn.output().report(new Event.Closed(reason, PrintableText.of(text, MAX_REASON)));
    }
}
