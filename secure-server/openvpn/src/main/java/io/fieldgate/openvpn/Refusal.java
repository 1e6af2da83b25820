package io.fieldgate.openvpn;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/// How a peer is told that it may not come in (`AUTH_FAILED` and its forms, OpenVPN's
/// management-notes and the wire-protocol draft).
public sealed interface Refusal {
    /// The reason in words, for the peer's user and the log. Unprintable characters are replaced,
    /// at most 200 count.
    String reason();

    /// It may not. Most clients then stop, or ask their user again.
    record Denied(String reason) implements Refusal {}

    /// Not now: a client of 2.6 or later waits and comes back by itself; for older ones the same as
    /// [Denied].
    ///
    /// @param backoff whole seconds to wait, at most an hour
    /// @param nextServer whether to try the next remote entry instead of the same
    record Temporary(String reason, Duration backoff, boolean nextServer) implements Refusal {
        private static final long MAX_BACKOFF_SECONDS = 3600;

        public Temporary {
            if (backoff.isNegative() || backoff.toSeconds() > MAX_BACKOFF_SECONDS) {
                throw new IllegalArgumentException("backoff out of range");
            }
        }
    }

    /// Its auth-token has come to its end: the client forgets the token and asks its user again.
    record SessionExpired(String reason) implements Refusal {}

    /// It shall reconnect with the answer to this question as its password (CRV1).
    ///
    /// @param state comes back with the answer; at most 128 characters, no colon
    /// @param username of the peer, comes back too
    /// @param text shown to the user
    /// @param echo whether the answer may be seen while it is typed
    record Challenge(String state, String username, String text, boolean echo) implements Refusal {
        public Challenge {
            if (!state.matches("[A-Za-z0-9+/=_.-]{1,128}")) {
                throw new IllegalArgumentException("not a challenge state");
            }
        }

        @Override
        public String reason() {
            return "a further question: " + text;
        }

        private String encode() {
            byte[] user = username.getBytes(StandardCharsets.UTF_8);
            return "CRV1:%s:%s:%s:%s"
                    .formatted(
                            echo ? "R,E" : "R",
                            state,
                            Base64.getEncoder().encodeToString(user),
                            PrintableText.of(text, PeerControl.MAX_REASON));
        }
    }

    /// The control message for this client.
    default String message(ClientCapabilities client) {
        String text = PrintableText.of(reason(), PeerControl.MAX_REASON);
        return "AUTH_FAILED,"
                + switch (this) {
                    case Denied _ -> text;
                    case SessionExpired _ -> "SESSION: " + text;
                    case Challenge challenge -> challenge.encode();
                    case Temporary temporary ->
                            client.knowsTemporaryFailure()
                                    ? "TEMP[backoff %d,advance %s]:%s"
                                            .formatted(
                                                    temporary.backoff.toSeconds(),
                                                    temporary.nextServer ? "remote" : "no",
                                                    text)
                                    : text;
                };
    }
}
