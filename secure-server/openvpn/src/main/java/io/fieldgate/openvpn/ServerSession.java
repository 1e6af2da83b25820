package io.fieldgate.openvpn;

import java.net.InetSocketAddress;

/// The server's end of a session with one peer.
///
/// No data passes, and nothing is pushed, before [#admit].
///
/// A shell finds the session of a packet like this: a `P_DATA_V2` packet by its peer id, whatever
/// address it comes from; any other packet by transport, remote address and (control packets) the
/// sender's session id, because a peer may do a new handshake beside its old session. What belongs
/// to no session goes to the [ServerGate]. Closing is final: `closed` is reported once, after that
/// every call does nothing.
public interface ServerSession extends Session {
    /// The session id that the peer chose; stands in each of its control packets.
    long remoteSessionId();

    /// Where the session's packets go.
    InetSocketAddress remote();

    Transport transport();

    /// Lets the peer in: installs the data keys and pushes its settings. Answers the first
    /// [Event.PeerAuthenticating]; ignored when that question is no longer open.
    void admit(long nowNanos, Admission admission, Output output);

    /// Accepts the peer again at a renegotiation. Answers [Event.PeerAuthenticating] with `rekey`;
    /// ignored when that question is no longer open.
    void approveRekey(long nowNanos, Output output);

    /// Answers [Event.PeerAuthenticating] with `AUTH_FAILED,reason`. No data passes from now on;
    /// the session closes after 5 seconds, so that the peer gets the answer.
    ///
    /// @param reason shown to the peer's user; unprintable characters are replaced, at most 200
    ///   count
    void refuse(long nowNanos, String reason, Output output);

    /// Tells the peer to reconnect (`RESTART,[P]:reason`), stops its data at once and closes after
    /// 2 seconds. Before the peer is admitted the session just closes.
    void restart(long nowNanos, String reason, Output output);

    /// Tells the peer to stay away (`HALT,reason`), stops its data at once and closes after 2
    /// seconds. Before the peer is admitted the session just closes.
    void halt(long nowNanos, String reason, Output output);

    /// Ends the session without a word to the peer: its TCP connection is gone, or another session
    /// of the same peer takes its place. The shell must call this for each session that it gives up
    /// by itself.
    void close(long nowNanos, String reason, Output output);

    /// Whether the session is over.
    boolean isClosed();
}
