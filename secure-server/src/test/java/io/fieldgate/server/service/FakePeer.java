package io.fieldgate.server.service;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.routing.GatewayService;
import io.fieldgate.server.routing.RoutedPeer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A peer that keeps what is sent to it.
final class FakePeer implements RoutedPeer {
    static final GatewayService.Reply<FakePeer> OUT = FakePeer::take;

    final List<InnerPacket> received = new ArrayList<>();
    boolean connected = true;
    int mtu = 1500;

    private static boolean take(FakePeer peer, ByteBuffer packet) {
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
        InnerPacket inner = InnerPacket.read(copy);
        if (inner == null) {
            throw new AssertionError("a damaged packet was sent");
        }
        if (!peer.connected || packet.remaining() > peer.mtu) {
            return false;
        }
        peer.received.add(inner);
        return true;
    }

    /// The last packet; there must be one.
    InnerPacket last() {
        return received.getLast();
    }

    @Override
    public PeerKind kind() {
        return PeerKind.CLIENT;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public int mtu() {
        return mtu;
    }
}
