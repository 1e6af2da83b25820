package io.fieldgate.server.simulation;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.routing.RoutedPeer;

/// A client or a node with its two VPN addresses.
final class Member implements RoutedPeer {
    final Address ipv4;
    final Address ipv6;
    private final String name;
    private final PeerKind kind;

    Member(String name, PeerKind kind, Address ipv4) {
        this.name = name;
        this.kind = kind;
        this.ipv4 = ipv4;
        this.ipv6 = new Address(true, Address.of("fd00:5:6:7::").number().add(ipv4.number()));
    }

    boolean isClient() {
        return kind == PeerKind.CLIENT;
    }

    boolean isAt(Address address) {
        return address.equals(ipv4) || address.equals(ipv6);
    }

    Address address(boolean wantsIpv6) {
        return wantsIpv6 ? ipv6 : ipv4;
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

    @Override
    public String toString() {
        return name;
    }
}
