package io.fieldgate.openvpn.profile;

import java.util.regex.Pattern;

/// A subnet that a client sends into the tunnel whatever the server pushes (`route`, `route-ipv6`).
///
/// @param prefix CIDR form, canonical: `192.168.1.0/25` or `fd12::/65`
public record ProfileRoute(String prefix) {
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]{2,39}/(0|[1-9][0-9]{0,2})");
    private static final int IPV6_BITS = 128;

    /// @throws IllegalArgumentException if it is not a prefix in this form
    public ProfileRoute {
        if (!AnnouncedSubnet.isCanonical(prefix) && !isIpv6(prefix)) {
            throw new IllegalArgumentException("not a canonical prefix");
        }
    }

    private static boolean isIpv6(String prefix) {
        return IPV6.matcher(prefix).matches() && length(prefix) <= IPV6_BITS;
    }

    Directive directive() {
        if (prefix.indexOf(':') >= 0) {
            return Directive.of("route-ipv6", prefix);
        }
        int length = length(prefix);
        int mask = length == 0 ? 0 : -1 << (32 - length);
        return Directive.of("route", prefix.substring(0, prefix.indexOf('/')), dotted(mask));
    }

    private static int length(String prefix) {
        return Integer.parseInt(prefix.substring(prefix.indexOf('/') + 1));
    }

    private static String dotted(int mask) {
        return "%d.%d.%d.%d"
                .formatted(mask >>> 24, mask >>> 16 & 255, mask >>> 8 & 255, mask & 255);
    }
}
