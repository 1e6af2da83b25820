package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.SubnetState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A node with what is behind it, as far as somebody may want to reach it.
///
/// @param label its DNS label
/// @param subnets all, whether or not they are in force
record NodePlace(
        NodeView view, String label, List<SubnetPlace> subnets, List<DeviceTable.Row> devices) {
    NodePlace {
        subnets = List.copyOf(subnets);
        devices = List.copyOf(devices);
    }

    /// @param mapped its unique prefix of the same length; empty where it has none
    record SubnetPlace(
            Cidr prefix, SubnetState state, @Nullable String reason, Optional<Cidr> mapped) {
        boolean inForce() {
            return state == SubnetState.ACTIVE;
        }
    }

    UUID id() {
        return view.id();
    }

    String name() {
        return view.name();
    }

    /// Its own addresses in the VPN.
    List<Cidr> vpnAddresses() {
        String ipv6 = view.vpnAddressIpv6();
        Cidr ipv4 = Cidr.parse(view.vpnAddress()).orElseThrow();
        return ipv6 == null ? List.of(ipv4) : List.of(ipv4, Cidr.parse(ipv6).orElseThrow());
    }

    List<SubnetPlace> subnetsInForce() {
        return subnets.stream().filter(SubnetPlace::inForce).toList();
    }

    /// The subnet in force that has this address of the site.
    Optional<SubnetPlace> subnetWith(Cidr address) {
        return subnetsInForce().stream()
                .filter(subnet -> subnet.prefix().contains(address))
                .findFirst();
    }

    /// The unique address of one of the site's own, where there is one.
    Optional<Cidr> mapped(Cidr own) {
        return subnetWith(own)
                .flatMap(subnet ->
                        subnet.mapped().map(mapped -> moved(own, subnet.prefix(), mapped)));
    }

    /// The site's own address that a unique one stands for.
    Optional<Cidr> real(Cidr mappedAddress) {
        return subnetsInForce().stream()
                .flatMap(subnet ->
                        subnet
                                .mapped()
                                .filter(mapped -> mapped.contains(mappedAddress))
                                .map(mapped -> moved(mappedAddress, mapped, subnet.prefix()))
                                .stream())
                .findFirst();
    }

    private static Cidr moved(Cidr inner, Cidr from, Cidr to) {
        return new Cidr(
                inner.width(),
                to.address().add(inner.address().subtract(from.address())),
                inner.length());
    }
}
