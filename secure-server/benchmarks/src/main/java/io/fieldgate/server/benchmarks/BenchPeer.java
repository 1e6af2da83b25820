package io.fieldgate.server.benchmarks;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.routing.RoutedPeer;

/// A peer that is always connected.
final class BenchPeer implements RoutedPeer {
    private final PeerKind kind;

    BenchPeer(PeerKind kind) {
        this.kind = kind;
    }

    @Override
    public PeerKind kind() {
        return kind;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public int mtu() {
        return 1500;
    }
}
