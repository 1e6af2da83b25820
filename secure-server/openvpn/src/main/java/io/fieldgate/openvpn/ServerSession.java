package io.fieldgate.openvpn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// The server's end of a session with one peer.
///
/// No data passes, and nothing is pushed, before every verdict on the peer is positive: the caller
/// agrees by [#admit] and names the [Factor]s that are still open, each of which it confirms when
/// it is known, in any order. One [#refuse] ends it.
///
/// A shell finds the session of a packet like this: a `P_DATA_V2` packet by its peer id, whatever
/// address it comes from; any other packet by transport, remote address and (control packets) the
/// sender's session id, because a peer may do a new handshake beside its old session. What belongs
/// to no session goes to the [ServerGate]. Closing is final: `closed` is reported once, after that
/// every call does nothing.
public interface ServerSession extends Session<Session.Output> {
    /// The session id that the peer chose; stands in each of its control packets.
    long remoteSessionId();

    /// Where the session's packets go.
    InetSocketAddress remote();

    Transport transport();

    /// The number of the question that is open now ([Event.PeerAuthenticating]); 0 if none is.
    long openQuestion();

    /// Lets the peer in as soon as these factors are confirmed: installs the data keys and pushes
    /// its settings. Answers the first [Event.PeerAuthenticating]; ignored when that question is no
    /// longer open.
    void admit(long nowNanos, long question, Admission admission, Set<Factor> open, Output output);

    /// The same at once, for the question that is open now.
    default void admit(long nowNanos, Admission admission, Output output) {
        admit(nowNanos, openQuestion(), admission, Set.of(), output);
    }

    /// Accepts the peer again at a renegotiation, as soon as these factors are confirmed. Answers
    /// [Event.PeerAuthenticating] with `rekey`; ignored when that question is no longer open.
    ///
    /// @param newToken for the peer to use from now on
    void approveRekey(
            long nowNanos,
            long question,
            Optional<Admission.AuthToken> newToken,
            Set<Factor> open,
            Output output);

    /// The same at once, for the question that is open now.
    default void approveRekey(long nowNanos, Output output) {
        approveRekey(nowNanos, openQuestion(), Optional.empty(), Set.of(), output);
    }

    /// This factor is positive. It may come before or after [#admit].
    void confirm(long nowNanos, long question, Factor factor, Output output);

    /// Answers [Event.PeerAuthenticating] with `AUTH_FAILED`. No data passes from now on; the
    /// session closes after 5 seconds, so that the peer gets the answer. Ignored when that question
    /// is no longer open.
    void refuse(long nowNanos, long question, Refusal refusal, Output output);

    /// The same for the question that is open now.
    default void refuse(long nowNanos, Refusal refusal, Output output) {
        refuse(nowNanos, openQuestion(), refusal, output);
    }

    /// The same, for good.
    ///
    /// @param reason shown to the peer's user; unprintable characters are replaced, at most 200
    ///   count
    default void refuse(long nowNanos, String reason, Output output) {
        refuse(nowNanos, new Refusal.Denied(reason), output);
    }

    /// Asks the peer's user while the question stays open, for as long as the challenge says. Not
    /// at a renegotiation: the peer's auth-token speaks for its user there.
    ///
    /// @return false if this client cannot ask it, or the question is not open; nothing was sent
    ///   then
    boolean challenge(long nowNanos, long question, Challenge challenge, Output output);

    /// Changes the settings of an admitted peer without a reconnect.
    ///
    /// @return false if its client cannot (before 2.7) or the peer is not admitted; nothing was
    ///   sent then
    boolean update(long nowNanos, LiveSettings settings, Output output);

    /// A text for the peer's user (`INFO`), shown by clients with a user interface.
    ///
    /// @param text printable ASCII of it is shown, at most 200 characters
    void inform(long nowNanos, String text, Output output);

    /// Tells the peer to reconnect, stops its data at once and closes after 2 seconds. Before the
    /// peer is admitted the session just closes.
    ///
    /// @param nextServer whether it shall try its profile's next server; clients that cannot be
    ///   told so come back to the same one
    void restart(long nowNanos, String reason, boolean nextServer, Output output);

    /// Tells the peer to come back to the same server.
    default void restart(long nowNanos, String reason, Output output) {
        restart(nowNanos, reason, false, output);
    }

    /// Tells the peer to stay away (`HALT,reason`), stops its data at once and closes after 2
    /// seconds. Before the peer is admitted the session just closes.
    void halt(long nowNanos, String reason, Output output);

    /// Ends the session without a word to the peer: its TCP connection is gone, or another session
    /// of the same peer takes its place. The shell must call this for each session that it gives up
    /// by itself.
    void close(long nowNanos, String reason, Output output);

    /// Whether the session is over.
    boolean isClosed();

    @Override
    void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output);
}
