package io.fieldgate.openvpn;

import java.time.Duration;
import java.util.Optional;

/// Why a client's session ended, with all that its owner needs to decide what to do next. Text of
/// the server is printable ASCII and cut to length.
public sealed interface ClientEnd {
    /// The owner left.
    record Left() implements ClientEnd {}

    /// The server refuses the peer: wrong password, revoked certificate, unknown user.
    ///
    /// @param reason of the server; may be empty
    /// @param withToken whether an auth-token was used in place of the password. The password may
    ///   still be good
    record AuthFailed(String reason, boolean withToken) implements ClientEnd {}

    /// The server asks for an answer: connect again, with [DynamicChallenge#credentials].
    record Challenged(DynamicChallenge challenge) implements ClientEnd {}

    /// The server refuses the peer for now.
    ///
    /// @param backoff how long to wait, if the server says so; at most [#MAX_BACKOFF]
    record Busy(String reason, Optional<Duration> backoff, Advance advance) implements ClientEnd {
        /// A longer wait is cut to this.
        public static final Duration MAX_BACKOFF = Duration.ofHours(1);
    }

    /// The server wants the peer to connect again.
    ///
    /// @param keepsCredentials whether password and token that are held may be used again
    /// @param advance whether to go to the next address
    record Restart(String reason, boolean keepsCredentials, Advance advance) implements ClientEnd {}

    /// The server wants the peer to stay away.
    record Halt(String reason) implements ClientEnd {}

    /// The server left without more words.
    record ServerExit() implements ClientEnd {}

    /// The server changed its settings in a way that needs a new connection.
    record SettingsChanged(String reason) implements ClientEnd {}

    /// Nothing came for as long as `ping-restart` allows.
    record PingTimeout() implements ClientEnd {}

    /// The server never answered, or a key exchange was not complete in time.
    record HandshakeTimeout() implements ClientEnd {}

    /// TLS failed. The server's certificate is not trusted, ours is not, or no version in common.
    record TlsFailed(String reason) implements ClientEnd {}

    /// The server broke the protocol, or wants something that this client does not do.
    record Incompatible(String reason) implements ClientEnd {}

    /// The shell closed the session: its connection is gone.
    record Closed(String reason) implements ClientEnd {}

    /// Where to connect next.
    enum Advance {
        /// As the profile says.
        UNSPECIFIED,
        /// The same address again.
        NO,
        /// The next address of the same name.
        ADDRESS,
        /// The next entry of the profile.
        REMOTE
    }
}
