package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.PushedParts;
import io.fieldgate.openvpn.control.ServerMessage;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Parsed;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The state machine of a client's session: finds the key exchange of each control packet, asks for
/// the settings, and guards the way to the tunnel.
final class ServerConnection implements ClientSession {
    static final long FIRST_REQUEST_NANOS = 1_000_000_000L;
    static final long NEXT_REQUEST_NANOS = 5_000_000_000L;
    static final long LEAVE_NANOS = 2_000_000_000L;

    private final ClientSetup setup;
    private final KeyExchanges exchanges;
    private final PushedParts pushed = new PushedParts();
    private ClientPhase phase = new ClientPhase.Connecting();
    private boolean begun;

    ServerConnection(ClientConfig config, RandomGenerator random, long nowNanos, long unixSeconds) {
        this.setup = new ClientSetup(config, random, unixSeconds);
        this.exchanges = new KeyExchanges(setup, nowNanos);
    }

    @Override
    public boolean isClosed() {
        return phase instanceof ClientPhase.Closed;
    }

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output) {
        if (isClosed() || !begun) {
            output.drop(DropReason.UNKNOWN_SESSION);
        } else if (!from.equals(setup.config().remote())) {
            output.drop(DropReason.WRONG_ADDRESS);
        } else if (!packet.hasRemaining()) {
            output.drop(DropReason.MALFORMED);
        } else if (DataHeader.isData(packet)) {
            receiveData(nowNanos, packet, output);
        } else {
            receiveControl(new ClientTurn(nowNanos, output), packet);
        }
    }

    @Override
    public void send(long nowNanos, ByteBuffer ipPacket, Output output) {
        if (phase instanceof ClientPhase.Up(KnownServer server)) {
            server.tunnel().send(nowNanos, ipPacket, output);
        } else {
            output.drop(DropReason.NOT_ADMITTED);
        }
    }

    @Override
    public void resume(long nowNanos, Output output) {
        ClientTurn turn = new ClientTurn(nowNanos, output);
        KeyExchange previous = exchanges.previous();
        if (previous != null) {
            advance(turn, previous);
        }
        advance(turn, exchanges.current());
    }

    @Override
    public void tick(long nowNanos, Output output) {
        ClientTurn turn = new ClientTurn(nowNanos, output);
        begun = true;
        switch (phase) {
            case ClientPhase.Closed _ -> {}
            case ClientPhase.Connecting _ -> endOverdueHandshake(turn);
            case ClientPhase.AwaitingPush waiting -> tickWaiting(turn, waiting);
            case ClientPhase.Up(KnownServer server) -> {
                endOverdueHandshake(turn);
                tickTunnel(turn, server);
            }
            case ClientPhase.Leaving(long untilNanos) -> {
                if (Deadline.isDue(untilNanos, nowNanos)) {
                    end(turn, new ClientEnd.Left());
                }
            }
        }
        flush(turn);
    }

    @Override
    public long nextDeadline() {
        KeyExchange current = exchanges.current();
        if (!begun) {
            return isClosed() ? Deadline.NEVER : current.startedNanos();
        }
        return phase.nextDeadline(exchanges);
    }

    @Override
    public void respond(long nowNanos, String response, Output output) {
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_RESPONSE) {
            throw new IllegalArgumentException("a response of " + bytes.length + " bytes");
        }
        if (phase instanceof ClientPhase.AwaitingPush) {
            say(new ClientTurn(nowNanos, output), ServerWords.response(bytes));
        }
    }

    @Override
    public void renegotiate(long nowNanos, Output output) {
        if (phase instanceof ClientPhase.Up(KnownServer server)) {
            server.wantRekey(nowNanos);
            tick(nowNanos, output);
        }
    }

    @Override
    public void leave(long nowNanos, Output output) {
        ClientTurn turn = new ClientTurn(nowNanos, output);
        switch (phase) {
            case ClientPhase.Closed _, ClientPhase.Leaving _ -> {}
            case ClientPhase.Connecting _ -> end(turn, new ClientEnd.Left());
            case ClientPhase.AwaitingPush _ -> sayExit(turn);
            case ClientPhase.Up(KnownServer server) -> {
                boolean inControl =
                        server.has(PushedSettings.Flag.EXIT_MESSAGE)
                                && exchanges.current().isSettled();
                if (inControl) {
                    sayExit(turn);
                } else {
                    server.tunnel().sayExit(nowNanos, output);
                    end(turn, new ClientEnd.Left());
                }
            }
        }
    }

    @Override
    public void close(long nowNanos, String reason, Output output) {
        end(new ClientTurn(nowNanos, output), new ClientEnd.Closed(PrintableText.of(reason, 200)));
    }

    private void receiveData(long nowNanos, ByteBuffer packet, Output output) {
        if (!(phase instanceof ClientPhase.Up(KnownServer server))) {
            output.drop(DropReason.NOT_ADMITTED);
            return;
        }
        switch (server.tunnel().receive(nowNanos, packet, output)) {
            case NOTHING -> {}
            case EXIT -> end(new ClientTurn(nowNanos, output), new ClientEnd.ServerExit());
            case GENUINE, NEWEST -> server.tunnel().deliver(output);
        }
    }

    private void receiveControl(ClientTurn turn, ByteBuffer packet) {
        switch (exchanges.unprotect(turn.nowNanos(), packet)) {
            case Parsed.Failure<ControlPacket>(Flaw flaw) ->
                    turn.output().drop(DropReason.of(flaw));
            case Parsed.Value<ControlPacket>(ControlPacket genuine) -> {
                if (setup.accepts(genuine, exchanges.current().channel())) {
                    receiveControl(turn, genuine);
                } else {
                    turn.output().drop(DropReason.UNKNOWN_SESSION);
                }
            }
        }
    }

    private void receiveControl(ClientTurn turn, ControlPacket packet) {
        boolean up = phase instanceof ClientPhase.Up;
        if (phase instanceof ClientPhase.Up(KnownServer server)) {
            server.tunnel().heard(turn.nowNanos());
        }
        KeyExchange exchange = exchanges.of(packet, up, turn.nowNanos());
        if (exchange == null) {
            turn.output().drop(DropReason.UNKNOWN_SESSION);
        } else if (exchange.receive(turn.nowNanos(), packet)) {
            advance(turn, exchange);
        } else {
            turn.output().drop(DropReason.OUT_OF_WINDOW);
        }
    }

    private void advance(ClientTurn turn, KeyExchange exchange) {
        if (isClosed()) {
            return;
        }
        try {
            List<byte[]> texts = exchange.advance(turn.output()::compute);
            // The server must get its acknowledgements even if a message ends the session.
            flush(turn);
            if (exchange.stage() instanceof KeyExchange.Stage.Active active) {
                agreed(turn, exchange, active);
            }
            for (byte[] text : texts) {
                for (ServerMessage message : ServerMessage.read(text)) {
                    handle(turn, message);
                }
            }
            flush(turn);
            if (phase instanceof ClientPhase.Leaving && exchanges.current().channel().isIdle()) {
                end(turn, new ClientEnd.Left());
            }
        } catch (TlsFailedException e) {
            fail(turn, exchange, new ClientEnd.TlsFailed(PrintableText.of(e.text(), 200)));
        } catch (MalformedMessageException e) {
            fail(turn, exchange, new ClientEnd.Incompatible(PrintableText.of(e.text(), 200)));
        }
    }

    private void fail(ClientTurn turn, KeyExchange exchange, ClientEnd end) {
        if (exchanges.isCurrent(exchange)) {
            // The alert, if there is one.
            flush(turn);
            end(turn, end);
        } else {
            exchanges.forgetPrevious();
        }
    }

    /// Key method 2 is complete both ways.
    private void agreed(ClientTurn turn, KeyExchange exchange, KeyExchange.Stage.Active active)
            throws TlsFailedException {
        exchange.ask(active);
        if (phase instanceof ClientPhase.Connecting) {
            phase =
                    new ClientPhase.AwaitingPush(
                            active.exchanged(),
                            turn.nowNanos() + FIRST_REQUEST_NANOS,
                            exchanges.deadline());
        } else if (phase instanceof ClientPhase.Up(KnownServer server)) {
            server.agree(turn.nowNanos(), exchange, active.exchanged());
            turn.report(new ClientEvent.Rekeyed(exchange.keyId(), exchange.tls().protocol()));
        }
    }

    private void handle(ClientTurn turn, ServerMessage message)
            throws TlsFailedException, MalformedMessageException {
        boolean listening =
                phase instanceof ClientPhase.AwaitingPush || phase instanceof ClientPhase.Up;
        if (!listening) {
            return;
        }
        switch (message) {
            case ServerMessage.PushReply(String text) -> pushed(turn, text);
            case ServerMessage.PushUpdate(String text) -> updated(turn, text);
            case ServerMessage.AuthFailed(String reason) ->
                    end(turn, ServerWords.refusal(reason, setup.credentials().usesToken()));
            case ServerMessage.AuthPending pending -> pending(turn, pending);
            case ServerMessage.Notice(String text) -> turn.report(ServerWords.information(text));
            case ServerMessage.Restart(String text) -> end(turn, ServerWords.restart(text));
            case ServerMessage.Halt(String text) -> end(turn, ServerWords.halt(text));
            case ServerMessage.Exit _ -> end(turn, new ClientEnd.ServerExit());
            case ServerMessage.Other _ -> {}
        }
    }

    private void pushed(ClientTurn turn, String part)
            throws TlsFailedException, MalformedMessageException {
        Optional<List<String>> options = pushed.add(part);
        if (options.isEmpty()) {
            return;
        }
        // Once we are up, only the token of such a message counts.
        Optional<Credentials> token = setup.credentials().learn(options.get());
        if (phase instanceof ClientPhase.AwaitingPush waiting) {
            establish(turn, waiting, options.get());
        }
        if (!isClosed()) {
            token.ifPresent(known -> turn.report(new ClientEvent.TokenReceived(known)));
        }
    }

    private void establish(ClientTurn turn, ClientPhase.AwaitingPush waiting, List<String> options)
            throws TlsFailedException {
        ClientConfig config = setup.config();
        KeyExchange exchange = exchanges.current();
        PushedSettings settings = SettingsReader.read(options, config.limits().mtu());
        Optional<String> unfit =
                KnownServer.incompatibility(settings, config, exchange.canExport());
        if (unfit.isPresent()) {
            end(turn, new ClientEnd.Incompatible(unfit.get()));
            return;
        }
        KnownServer server = new KnownServer(turn.nowNanos(), setup, options, settings);
        server.agree(turn.nowNanos(), exchange, waiting.exchanged());
        if (server.has(PushedSettings.Flag.DYNAMIC_TLS_CRYPT)) {
            exchanges.useDynamicKey();
        }
        phase = new ClientPhase.Up(server);
        turn.report(
                new ClientEvent.Established(
                        settings,
                        exchange.keyId(),
                        server.cipherName(),
                        exchange.tls().protocol()));
    }

    private void updated(ClientTurn turn, String part) throws MalformedMessageException {
        if (!(phase instanceof ClientPhase.Up(KnownServer server))) {
            return;
        }
        Optional<KnownServer.Update> update = server.update(part);
        if (update.isEmpty()) {
            return;
        }
        switch (update.get()) {
            case KnownServer.Update.Applied _ ->
                    turn.report(new ClientEvent.SettingsUpdated(server.settings()));
            case KnownServer.Update.Impossible(String reason) ->
                    end(turn, new ClientEnd.SettingsChanged(PrintableText.of(reason, 200)));
        }
    }

    private void pending(ClientTurn turn, ServerMessage.AuthPending pending) {
        if (!(phase instanceof ClientPhase.AwaitingPush waiting)) {
            return;
        }
        Duration timeout = setup.config().limits().decision(pending.timeoutSeconds());
        phase = waiting.until(turn.nowNanos() + timeout.toNanos());
        turn.report(new ClientEvent.AuthPending(timeout));
    }

    private void sayExit(ClientTurn turn) {
        phase = new ClientPhase.Leaving(turn.nowNanos() + LEAVE_NANOS);
        say(turn, "EXIT");
    }

    private void say(ClientTurn turn, String message) {
        try {
            exchanges.current().send(message);
            flush(turn);
        } catch (TlsFailedException e) {
            end(turn, new ClientEnd.TlsFailed(PrintableText.of(e.text(), 200)));
        }
    }

    private void flush(ClientTurn turn) {
        if (begun && !isClosed()) {
            exchanges.flush(turn.nowNanos(), turn.output());
        }
    }

    private void endOverdueHandshake(ClientTurn turn) {
        if (exchanges.isOverdue(turn.nowNanos())) {
            end(turn, new ClientEnd.HandshakeTimeout());
        }
    }

    private void tickWaiting(ClientTurn turn, ClientPhase.AwaitingPush waiting) {
        if (Deadline.isDue(waiting.untilNanos(), turn.nowNanos())) {
            end(turn, new ClientEnd.HandshakeTimeout());
        } else if (Deadline.isDue(waiting.requestNanos(), turn.nowNanos())) {
            phase = waiting.askedAgain(turn.nowNanos() + NEXT_REQUEST_NANOS);
            say(turn, "PUSH_REQUEST");
        }
    }

    private void tickTunnel(ClientTurn turn, KnownServer server) {
        if (isClosed()) {
            return;
        }
        if (server.tunnel().isDead(turn.nowNanos())) {
            end(turn, new ClientEnd.PingTimeout());
        } else {
            server.tick(turn.nowNanos(), exchanges, turn.output());
        }
    }

    private void end(ClientTurn turn, ClientEnd end) {
        if (!isClosed()) {
            ClientEnd known = phase instanceof ClientPhase.Leaving ? new ClientEnd.Left() : end;
            phase = new ClientPhase.Closed();
            turn.report(new ClientEvent.Closed(known));
        }
    }
}
