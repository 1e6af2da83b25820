package io.fieldgate.portal.fleet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which subnets may lie behind a node.
final class SubnetRules {
    /// Widest prefix.
    static final int MIN_LENGTH = 8;

    private static final Map<Cidr, String> RESERVED =
            Map.of(
                    new Cidr(0, 8), "\"this network\"",
                    new Cidr(127 << 24, 8), "loopback",
                    new Cidr(169 << 24 | 254 << 16, 16), "link-local addresses",
                    new Cidr(224 << 24, 4), "multicast",
                    new Cidr(240 << 24, 4), "no site: it is reserved");

    private SubnetRules() {}

    /// Parses what an admin typed.
    static Cidr parse(@Nullable String raw) {
        String text = raw == null ? "" : raw.strip();
        Cidr prefix =
                Cidr.parse(text)
                        .orElseThrow(() ->
                                FleetRefusals.subnet(
                                        "Write a subnet as address/length, such as"
                                                + " 192.168.1.0/24 (IPv4)."));
        if (text.contains("/") && !prefix.toString().equals(text)) {
            throw FleetRefusals.subnet(
                    text + " is an address within a subnet. Did you mean " + prefix + "?");
        }
        return prefix;
    }

    /// Why this prefix can lie behind no node of a server with this VPN network; null if it can.
    static @Nullable String fault(Cidr prefix, VpnNetwork network) {
        if (prefix.length() == 0) {
            return "The default route cannot lie behind a node.";
        }
        for (var reserved : RESERVED.entrySet()) {
            if (reserved.getKey().overlaps(prefix)) {
                return prefix
                        + " overlaps "
                        + reserved.getKey()
                        + ", which is for "
                        + reserved.getValue()
                        + ".";
            }
        }
        if (prefix.length() < MIN_LENGTH) {
            return prefix + " is too wide: the widest subnet is a /" + MIN_LENGTH + ".";
        }
        if (prefix.overlaps(network.cidr())) {
            return prefix
                    + " overlaps this secure server's own VPN network "
                    + network.cidr()
                    + ".";
        }
        return null;
    }
}
