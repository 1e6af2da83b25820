package io.fieldgate.portal.shared;

/// Where somebody dials from, as coarse as one person can usually move: a /24 of IPv4, a /64 of
/// IPv6.
public final class Networks {
    private Networks() {}

    /// The network of an address in text form, as the servlet container gives it.
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            int lastDot = address.lastIndexOf('.');
            return lastDot < 0 ? address : address.substring(0, lastDot);
        }
        String[] groups = address.split(":", 5);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(4, groups.length); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }
}
