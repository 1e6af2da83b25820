package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;

/// Names that stand for addresses, under `in-addr.arpa` (RFC 1035 section 3.5) and `ip6.arpa` (RFC
/// 3596 section 2.5).
final class ReverseName {
    private static final Name IPV4 = Name.fromConstantString("in-addr.arpa.");
    private static final Name IPV6 = Name.fromConstantString("ip6.arpa.");
    private static final int NIBBLES = 32;

    private ReverseName() {}

    /// The host that a name stands for; empty if it stands for none, or for a network.
    static Optional<Prefix> read(Name name) {
        if (name.subdomain(IPV4) && name.labels() == IPV4.labels() + 4) {
            return Prefix.parse(
                    String.join(
                            ".",
                            name.getLabelString(3),
                            name.getLabelString(2),
                            name.getLabelString(1),
                            name.getLabelString(0)));
        }
        if (name.subdomain(IPV6) && name.labels() == IPV6.labels() + NIBBLES) {
            return readIpv6(name);
        }
        return Optional.empty();
    }

    private static Optional<Prefix> readIpv6(Name name) {
        StringBuilder digits = new StringBuilder();
        for (int i = NIBBLES - 1; i >= 0; i--) {
            String digit = name.getLabelString(i).toLowerCase(Locale.ROOT);
            if (digit.length() != 1 || !HexFormat.isHexDigit(digit.charAt(0))) {
                return Optional.empty();
            }
            digits.append(digit);
        }
        return Optional.of(
                new Prefix(
                        true,
                        HexFormat.fromHexDigitsToLong(digits, 0, 16),
                        HexFormat.fromHexDigitsToLong(digits, 16, NIBBLES),
                        128));
    }

    /// The zone that a host's name lies in: its /24, or its /64.
    static Name zoneOf(Name host, Prefix address) {
        return new Name(host, address.ipv6() ? NIBBLES / 2 : 1);
    }
}
