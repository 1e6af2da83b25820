package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A place behind a node that access is told of: the node itself, a subnet, a part of one, a
/// device.
///
/// @param deviceId of the device; null for others
record Spot(Reach.Kind kind, @Nullable UUID deviceId, String name, Cidr prefix) {

    /// The places of a node: itself, the subnets in force, what rules treat apart, the devices.
    static List<Spot> of(NodePlace node, UUID clientId, List<PolicyEvaluator> policies) {
        List<Spot> spots = new ArrayList<>();
        spots.add(new Spot(Reach.Kind.NODE, null, node.name(), node.vpnAddresses().getFirst()));
        Set<Cidr> named = new LinkedHashSet<>();
        node.devices().forEach(device -> named.add(Cidr.parse(device.address()).orElseThrow()));
        for (NodePlace.SubnetPlace subnet : node.subnetsInForce()) {
            spots.add(
                    new Spot(Reach.Kind.SUBNET, null, subnet.prefix().toString(), subnet.prefix()));
            Set<Cidr> parts = new LinkedHashSet<>();
            policies.forEach(
                    policy -> parts.addAll(policy.parts(clientId, node.id(), subnet.prefix())));
            parts.stream()
                    .filter(part -> !named.contains(part))
                    .forEach(part -> spots.add(new Spot(Reach.Kind.PART, null, text(part), part)));
        }
        for (DeviceTable.Row device : node.devices()) {
            Cidr address = Cidr.parse(device.address()).orElseThrow();
            if (node.subnetWith(address).isPresent()) {
                spots.add(new Spot(Reach.Kind.DEVICE, device.id(), device.name(), address));
            }
        }
        return spots;
    }

    /// A single address without its length.
    static String text(Cidr prefix) {
        return prefix.length() == prefix.width() ? prefix.addressText() : prefix.toString();
    }

    String address() {
        return text(prefix);
    }
}
