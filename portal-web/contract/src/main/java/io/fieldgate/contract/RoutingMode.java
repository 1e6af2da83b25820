package io.fieldgate.contract;

/// How a secure server routes between its peers.
public enum RoutingMode {
    /// Any client reaches any node; nodes do not reach each other.
    ONE_TO_MANY,
    /// As ONE_TO_MANY, and nodes reach each other.
    MANY_TO_MANY,
    /// Every site may use the same subnets.
    IDENTICAL_NETWORKS
}
