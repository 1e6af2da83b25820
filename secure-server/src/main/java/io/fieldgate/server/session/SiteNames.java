package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The labels of one node and of the devices behind it, in lower case.
///
/// @param nodeId whose they are
/// @param label the node's
/// @param devices the devices' own addresses at the site, by label
/// @param labels the devices' labels, by address
record SiteNames(
        UUID nodeId, String label, Map<String, Prefix> devices, Map<Prefix, String> labels) {
    SiteNames {
        devices = Map.copyOf(devices);
        labels = Map.copyOf(labels);
    }

    /// All sites of a state that have a label, by label.
    ///
    /// @param problems takes what in them cannot be used
    static Map<String, SiteNames> of(DesiredState state, List<String> problems) {
        Map<String, SiteNames> sites = new HashMap<>();
        for (Peer peer : state.peers().values()) {
            Peer.Site site = peer.site();
            if (peer.kind() == PeerKind.NODE && site != null && !site.label().isEmpty()) {
                SiteNames names = of(peer.id(), site, problems);
                if (sites.putIfAbsent(names.label(), names) != null) {
                    problems.add("two nodes have the name " + names.label());
                }
            }
        }
        return sites;
    }

    private static SiteNames of(String nodeId, Peer.Site site, List<String> problems) {
        Map<String, Prefix> devices = new HashMap<>();
        Map<Prefix, String> labels = new HashMap<>();
        for (Peer.Device device : site.devices()) {
            String label = device.label().toLowerCase(Locale.ROOT);
            Prefix.parse(device.address())
                    .filter(address -> address.length() == (address.ipv6() ? 128 : 32))
                    .ifPresentOrElse(
                            address -> {
                                devices.putIfAbsent(label, address);
                                labels.putIfAbsent(address, label);
                            },
                            () ->
                                    problems.add(
                                            "device %s of node %s has no address: %s"
                                                    .formatted(label, nodeId, device.address())));
        }
        return new SiteNames(
                UUID.fromString(nodeId), site.label().toLowerCase(Locale.ROOT), devices, labels);
    }
}
