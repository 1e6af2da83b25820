package io.fieldgate.contract;

/// The two kinds of end that dial in to a secure server.
public enum PeerKind {
    /// The router at a site, with the subnets behind it.
    NODE,
    /// An end that dials in to reach nodes: a laptop, a phone, a SCADA server.
    CLIENT
}
