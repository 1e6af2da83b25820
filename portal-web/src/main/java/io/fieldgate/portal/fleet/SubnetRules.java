package io.fieldgate.portal.fleet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which subnets may lie behind a node.
final class SubnetRules {
    /// Widest prefix.
    static final int MIN_LENGTH = 8;

    private static final int MIN_LENGTH_IPV6 = 32;

    private static final Map<Cidr, String> RESERVED =
            Map.of(
                    cidr("0.0.0.0/8"), "\"this network\"",
                    cidr("127.0.0.0/8"), "loopback",
                    cidr("169.254.0.0/16"), "link-local addresses",
                    cidr("224.0.0.0/4"), "multicast",
                    cidr("240.0.0.0/4"), "no site: it is reserved",
                    cidr("::/8"), "loopback, mapped and other special addresses",
                    cidr("fe80::/10"), "link-local addresses",
                    cidr("fec0::/10"), "abolished site-local addresses",
                    cidr("ff00::/8"), "multicast");

    /// Global unicast (RFC 4291) and unique local addresses (RFC 4193).
    private static final List<Cidr> USABLE_IPV6 = List.of(cidr("2000::/3"), cidr("fc00::/7"));

    private SubnetRules() {}

    /// Parses what an admin typed.
    static Cidr parse(@Nullable String raw) {
        String text = raw == null ? "" : raw.strip();
        Cidr prefix =
                Cidr.parse(text)
                        .orElseThrow(() ->
                                FleetRefusals.subnet(
                                        "Write a subnet as address/length, such as"
                                                + " 192.168.1.0/24 or fd12:3456:789a::/48."));
        if (text.contains("/") && !isSame(text, prefix)) {
            throw FleetRefusals.subnet(
                    text + " is an address within a subnet. Did you mean " + prefix + "?");
        }
        return prefix;
    }

    /// Why this prefix can lie behind no node of a server with this VPN network; null if it can.
    static @Nullable String fault(Cidr prefix, VpnNetworks networks) {
        if (prefix.isIpv6() && !networks.ipv6()) {
            return "IPv6 is switched off on this secure server.";
        }
        String fault = fault(prefix);
        return fault == null ? faultWith(prefix, networks) : fault;
    }

    /// Why this prefix can lie behind no node at all; null if it can.
    static @Nullable String fault(Cidr prefix) {
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
        int widest = prefix.isIpv6() ? MIN_LENGTH_IPV6 : MIN_LENGTH;
        if (prefix.length() < widest) {
            return prefix + " is too wide: the widest subnet is a /" + widest + ".";
        }
        if (prefix.isIpv6() && USABLE_IPV6.stream().noneMatch(prefix::overlaps)) {
            return prefix + " is reserved: a site has addresses out of 2000::/3 or fc00::/7.";
        }
        return null;
    }

    private static @Nullable String faultWith(Cidr prefix, VpnNetworks networks) {
        for (Cidr network : networks.all()) {
            if (prefix.overlaps(network)) {
                return prefix + " overlaps this secure server's own VPN network " + network + ".";
            }
        }
        return null;
    }

    /// Whether a text says this prefix; IPv6 may be written in more than one way.
    private static boolean isSame(String text, Cidr prefix) {
        return prefix.isIpv6()
                ? Cidr.parse(text.substring(0, text.indexOf('/')))
                        .filter(address -> address.address().equals(prefix.address()))
                        .isPresent()
                : prefix.toString().equals(text);
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
