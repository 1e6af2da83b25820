package io.fieldgate.openvpn;

import java.time.Duration;

/// What a client's session tells its owner.
public sealed interface ClientEvent {
    /// The server let us in; data flows from now on.
    ///
    /// @param cipher data channel cipher, such as `AES-256-GCM`
    /// @param tlsVersion such as `TLSv1.3`
    record Established(PushedSettings settings, int keyId, String cipher, String tlsVersion)
            implements ClientEvent {}

    /// A renegotiation is complete.
    record Rekeyed(int keyId, String tlsVersion) implements ClientEvent {}

    /// The server changed its settings; these hold from now on.
    record SettingsUpdated(PushedSettings settings) implements ClientEvent {}

    /// The server gave out a token. The session uses it from now on; the owner should use it when
    /// it connects again.
    ///
    /// @param credentials user name, and the token as the password
    record TokenReceived(Credentials credentials) implements ClientEvent {}

    /// The server waits for something outside, or for [ClientSession#respond].
    ///
    /// @param timeout the session waits this long from now
    record AuthPending(Duration timeout) implements ClientEvent {}

    /// The server asks something. Answer with [ClientSession#respond] if a response is wanted.
    ///
    /// @param text for the user, printable ASCII
    /// @param echo whether what is typed may be seen
    record TextChallenge(String text, boolean wantsResponse, boolean echo) implements ClientEvent {}

    /// The user shall sign in on a web page; the session waits meanwhile.
    ///
    /// @param url begins with `https://` and has no blanks; show its host before it is opened
    /// @param flags such as `external`; may be empty
    record WebSignIn(String url, String flags) implements ClientEvent {}

    /// Something for the user, printable ASCII.
    record Information(String text) implements ClientEvent {}

    /// The session is over. Always the last event, and reported exactly once.
    record Closed(ClientEnd end) implements ClientEvent {}
}
