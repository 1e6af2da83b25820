package io.fieldgate.server.simulation;

/// What becomes of a packet.
sealed interface Outcome {
    /// It goes to this peer like this.
    record Delivered(Member to, Packet packet) implements Outcome {}

    /// It goes nowhere.
    record Dropped(Answer answer) implements Outcome {}

    /// The gateway answers the sender's ping.
    record Pinged() implements Outcome {}

    /// The product may do one thing or another: not sent.
    record Open() implements Outcome {}

    /// What the sender of a dropped packet is told.
    enum Answer {
        NOTHING,
        /// A TCP reset.
        RESET,
        /// An ICMP error "prohibited".
        PROHIBITED,
        /// Any ICMP error, or nothing.
        ANY_ERROR,
        /// Any ICMP error, or a reset.
        ANY
    }
}
