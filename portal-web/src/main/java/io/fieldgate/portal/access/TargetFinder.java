package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.shared.DisplayName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what somebody means: an address (own, unique or of the VPN), a node, a device, a DNS name.
///
/// @param nodes all nodes of the secure server that are not revoked
/// @param selected the sites that the client has selected (Identical Networks)
/// @param identical whether several sites can have the same addresses
record TargetFinder(List<NodePlace> nodes, Set<UUID> selected, boolean identical) {
    private static final Pattern WRITTEN_IPV4 =
            Pattern.compile("([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,3})");

    FoundTarget find(String text) {
        Optional<Cidr> address =
                Cidr.parse(text).filter(prefix -> prefix.length() == prefix.width());
        return address.isPresent() ? byAddress(address.get()) : byName(text);
    }

    private FoundTarget byAddress(Cidr address) {
        for (NodePlace node : nodes) {
            if (node.vpnAddresses().contains(address)) {
                return new FoundTarget.At(node, address, node.name(), false);
            }
            Optional<Cidr> real = node.real(address);
            if (real.isPresent()) {
                return new FoundTarget.At(node, real.get(), nameOf(node, real.get()), false);
            }
        }
        List<NodePlace> having =
                nodes.stream().filter(node -> node.subnetWith(address).isPresent()).toList();
        if (having.isEmpty()) {
            return notInForce(address);
        }
        return among(having)
                .<FoundTarget>map(
                        node -> new FoundTarget.At(node, address, nameOf(node, address), true))
                .orElseGet(() -> new FoundTarget.Several(Spot.text(address), having));
    }

    private FoundTarget notInForce(Cidr address) {
        for (NodePlace node : nodes) {
            for (NodePlace.SubnetPlace subnet : node.subnets()) {
                if (subnet.prefix().contains(address)) {
                    return new FoundTarget.NotInForce(node, subnet, address);
                }
            }
        }
        return new FoundTarget.Unknown(Spot.text(address), Optional.of(address));
    }

    private FoundTarget byName(String text) {
        String key = DisplayName.comparable(text);
        List<FoundTarget> found = new ArrayList<>();
        for (NodePlace node : nodes) {
            if (DisplayName.comparable(node.name()).equals(key)) {
                found.add(itself(node));
            }
        }
        if (found.isEmpty()) {
            byDevice(key, found);
        }
        if (found.isEmpty()) {
            byDnsName(text.toLowerCase(Locale.ROOT), found);
        }
        if (found.size() > 1) {
            return chosen(text, found);
        }
        return found.isEmpty() ? new FoundTarget.Unknown(text, Optional.empty()) : found.getFirst();
    }

    private void byDevice(String key, List<FoundTarget> found) {
        for (NodePlace node : nodes) {
            for (DeviceTable.Row device : node.devices()) {
                if (device.nameKey().equals(key) || device.label().equals(key)) {
                    found.add(at(node, device));
                }
            }
        }
    }

    /// `node`, `device.node`, `192-168-1-10.node`, each with or without a domain behind it.
    private void byDnsName(String name, List<FoundTarget> found) {
        String[] labels = name.split("\\.", -1);
        for (NodePlace node : nodes) {
            if (node.label().isEmpty()) {
                continue;
            }
            if (labels[0].equals(node.label())) {
                found.add(itself(node));
            } else if (labels.length > 1 && labels[1].equals(node.label())) {
                node.devices().stream()
                        .filter(device -> device.label().equals(labels[0]))
                        .findFirst()
                        .ifPresent(device -> found.add(at(node, device)));
                written(labels[0])
                        .ifPresent(address ->
                                found.add(
                                        new FoundTarget.At(
                                                node, address, nameOf(node, address), false)));
            }
        }
    }

    private static Optional<Cidr> written(String label) {
        Matcher matcher = WRITTEN_IPV4.matcher(label);
        return matcher.matches() ? Cidr.parse(label.replace('-', '.')) : Optional.empty();
    }

    private static FoundTarget.At itself(NodePlace node) {
        return new FoundTarget.At(node, node.vpnAddresses().getFirst(), node.name(), false);
    }

    private static FoundTarget.At at(NodePlace node, DeviceTable.Row device) {
        return new FoundTarget.At(
                node, Cidr.parse(device.address()).orElseThrow(), device.name(), false);
    }

    private FoundTarget chosen(String text, List<FoundTarget> found) {
        List<NodePlace> having =
                found.stream()
                        .map(each -> (FoundTarget.At) each)
                        .map(FoundTarget.At::node)
                        .distinct()
                        .toList();
        Optional<NodePlace> one = among(having);
        return found.stream()
                .filter(each ->
                        one.filter(node -> ((FoundTarget.At) each).node().equals(node)).isPresent())
                .findFirst()
                .orElseGet(() -> new FoundTarget.Several(text, having));
    }

    /// The one that is meant: the only one, or the one that is selected.
    private Optional<NodePlace> among(List<NodePlace> having) {
        if (having.size() == 1) {
            return Optional.of(having.getFirst());
        }
        List<NodePlace> chosen =
                having.stream().filter(node -> selected.contains(node.id())).toList();
        return identical && chosen.size() == 1 ? Optional.of(chosen.getFirst()) : Optional.empty();
    }

    /// The name of the device with this address, or the address.
    private static String nameOf(NodePlace node, Cidr address) {
        return node.devices().stream()
                .filter(device -> Cidr.parse(device.address()).orElseThrow().equals(address))
                .map(DeviceTable.Row::name)
                .findFirst()
                .orElseGet(() -> Spot.text(address));
    }
}
