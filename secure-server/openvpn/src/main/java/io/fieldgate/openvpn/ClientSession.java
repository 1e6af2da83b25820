package io.fieldgate.openvpn;

import java.util.random.RandomGenerator;

/// The client's end of a session with a server.
///
/// Begins when [#tick] is called for the first time, which is due at once. No data passes before
/// the server's certificate is verified, a key is agreed and the server has pushed its settings.
/// What does not come from [ClientConfig#remote] is dropped.
public interface ClientSession extends Session<ClientSession.Output> {
    /// A session that has not begun yet.
    ///
    /// @param random cryptographically strong
    /// @param unixSeconds goes into the replay ids of the control channel
    static ClientSession create(
            ClientConfig config, RandomGenerator random, long nowNanos, long unixSeconds) {
        return new ServerConnection(config, random, nowNanos, unixSeconds);
    }

    /// Answers a [ClientEvent.TextChallenge]; ignored when the server is not deciding any more.
    ///
    /// @param response what the user typed, at most [#MAX_RESPONSE] bytes of UTF-8
    void respond(long nowNanos, String response, Output output);

    /// Agrees a new key as soon as possible.
    void renegotiate(long nowNanos, Output output);

    /// Tells the server that we leave, stops data at once, and closes when the server has heard it
    /// or after 2 seconds.
    void leave(long nowNanos, Output output);

    /// Ends the session without a word to the server: the connection is gone.
    void close(long nowNanos, String reason, Output output);

    /// Whether the session is over.
    boolean isClosed();

    /// Longest response to a challenge.
    int MAX_RESPONSE = 512;

    /// What a client's session asks of its shell.
    interface Output extends Session.Sink {
        /// Something happened. The shell may call back into the session from here or later.
        void report(ClientEvent event);
    }
}
