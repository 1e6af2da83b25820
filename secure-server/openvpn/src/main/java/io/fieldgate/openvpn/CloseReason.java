package io.fieldgate.openvpn;

/// Why a session ended.
public enum CloseReason {
    /// The peer said that it leaves.
    PEER_EXIT,
    /// Nothing genuine came from the peer for twice `ping-restart`.
    PING_TIMEOUT,
    /// A key exchange was not complete within the hand window of 60 seconds.
    HANDSHAKE_TIMEOUT,
    /// TLS failed: unknown issuer, no common version, broken record.
    TLS_FAILURE,
    /// The peer broke the protocol inside the authenticated channel.
    PROTOCOL_ERROR,
    /// The peer was answered `AUTH_FAILED`, by the caller or because it cannot be served.
    REFUSED,
    /// The peer showed another certificate or user at a renegotiation.
    IDENTITY_CHANGED,
    /// The time for which the peer was admitted is over.
    EXPIRED,

    /// The caller ended the session with [ServerSession#restart].
    RESTARTED,
    /// The caller ended the session with [ServerSession#halt].
    HALTED,
    /// The caller ended the session with [ServerSession#close].
    CLOSED
}
