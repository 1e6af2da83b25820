package io.fieldgate.openvpn;

/// Where a server session stands.
///
/// ```
/// Handshaking -> Admitted -> Closing -> Closed
///      |____________|___________________^
/// ```
///
/// Nothing leads back, and nothing that a peer sends makes Closing longer.
sealed interface Phase {
    /// No data passes; the peer is not known yet or not decided on.
    record Handshaking() implements Phase {}

    /// Data passes.
    record Admitted(AdmittedPeer peer) implements Phase {}

    /// The last message is under way; no data passes.
    record Closing(CloseReason reason, String text, long untilNanos) implements Phase {}

    /// Over.
    record Closed() implements Phase {}
}
