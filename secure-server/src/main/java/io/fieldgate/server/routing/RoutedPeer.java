package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;

/// What routing must know of a peer. Two are the same peer when they are the same object, so
/// implementations leave `equals` as it is.
public interface RoutedPeer {
    /// Node or client.
    PeerKind kind();

    /// Whether packets to it can be sent now.
    boolean isConnected();

    /// Longest IP packet that its tunnel takes, bytes.
    int mtu();
}
