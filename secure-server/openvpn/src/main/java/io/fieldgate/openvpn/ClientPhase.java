package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;

/// Where a client's session stands.
///
/// ```
/// Connecting -> AwaitingPush -> Up -> Leaving -> Closed
///      |_____________|__________|_______________^
/// ```
///
/// Nothing leads back, and nothing that a server sends makes Leaving longer.
sealed interface ClientPhase {
    /// When something is due.
    default long nextDeadline(KeyExchanges exchanges) {
        KeyExchange current = exchanges.current();
        long control = current.channel().nextDeadline();
        return switch (this) {
            case Connecting _ -> Deadline.earlier(control, exchanges.deadline());
            case AwaitingPush(_, long requestNanos, long untilNanos) ->
                    Deadline.earlier(control, Deadline.earlier(requestNanos, untilNanos));
            case Up(KnownServer server) -> {
                long exchange =
                        current.isSettled()
                                ? server.rekeyDeadline(exchanges)
                                : exchanges.deadline();
                long tunnel = server.tunnel().nextDeadline();
                yield Deadline.earlier(control, Deadline.earlier(exchange, tunnel));
            }
            case Leaving(long untilNanos) -> Deadline.earlier(control, untilNanos);
            case Closed _ -> Deadline.NEVER;
        };
    }

    /// No key was agreed yet; the server is not known yet or not verified.
    record Connecting() implements ClientPhase {}

    /// The server is verified and has all it needs to let us in; no data passes.
    ///
    /// @param exchanged what makes the data key once the settings are known
    /// @param requestNanos when to ask for the settings
    /// @param untilNanos how long to wait
    record AwaitingPush(KeyExchange.Exchanged exchanged, long requestNanos, long untilNanos)
            implements ClientPhase {
        AwaitingPush askedAgain(long nextNanos) {
            return new AwaitingPush(exchanged, nextNanos, untilNanos);
        }

        AwaitingPush until(long nanos) {
            return new AwaitingPush(exchanged, requestNanos, nanos);
        }
    }

    /// Data passes.
    record Up(KnownServer server) implements ClientPhase {}

    /// The last message is under way; no data passes.
    record Leaving(long untilNanos) implements ClientPhase {}

    /// Over.
    record Closed() implements ClientPhase {}
}
