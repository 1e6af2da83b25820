package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.SubnetState;
import io.fieldgate.portal.shared.RefusedException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which addresses a device may have.
final class DeviceAddress {
    private static final Cidr RESERVED = Cidr.parse("240.0.0.0/4").orElseThrow();
    private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8").orElseThrow();

    private DeviceAddress() {}

    /// Parses what an admin typed.
    static Cidr parse(@Nullable String raw) {
        String text = raw == null ? "" : raw.strip();
        Cidr address =
                Cidr.parse(text)
                        .filter(prefix -> !text.contains("/"))
                        .orElseThrow(() ->
                                RefusedException.invalid(
                                        "address",
                                        "Write the device's own address at the site, such as"
                                                + " 192.168.1.10."));
        InetAddress plain = InetAddress.ofLiteral(address.addressText());
        if (plain.isLoopbackAddress()
                || plain.isLinkLocalAddress()
                || plain.isMulticastAddress()
                || plain.isAnyLocalAddress()
                || RESERVED.overlaps(address)
                || THIS_NETWORK.overlaps(address)) {
            throw RefusedException.invalid(
                    "address", address.addressText() + " is no address that a device can have.");
        }
        return address;
    }

    /// Why a device with this address cannot be reached, or null.
    static @Nullable String warning(String address, NodeView node) {
        Cidr own = Cidr.parse(address).orElseThrow();
        List<Cidr> inForce =
                node.subnets().stream()
                        .filter(subnet -> subnet.state() == SubnetState.ACTIVE)
                        .flatMap(subnet -> Cidr.parse(subnet.prefix()).stream())
                        .toList();
        if (inForce.stream().anyMatch(subnet -> subnet.contains(own))) {
            return null;
        }
        return address
                + " lies in none of the subnets of \""
                + node.name()
                + "\" that are in force. Nobody reaches the device until one of them has it.";
    }
}
