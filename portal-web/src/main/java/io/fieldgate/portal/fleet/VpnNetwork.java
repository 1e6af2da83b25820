package io.fieldgate.portal.fleet;

/// A secure server's VPN network: a /18 out of 100.64.0.0/10 (RFC 6598), chosen by index.
///
/// Host 1 is the gateway, the secure server itself; peers have the hosts from 2 on.
record VpnNetwork(int index) {
    static final int COUNT = 256;
    static final int FIRST_PEER_HOST = 2;
    static final int LAST_PEER_HOST = (1 << 14) - 2;
    private static final int BASE = 100 << 24 | 64 << 16;

    VpnNetwork {
        if (index < 0 || index >= COUNT) {
            throw new IllegalArgumentException("there is no VPN network " + index);
        }
    }

    Cidr cidr() {
        return Cidr.ipv4(BASE | index << 14, 18);
    }

    /// One host of it, as a prefix of one address.
    Cidr cidrOf(int host) {
        return Cidr.ipv4(BASE | index << 14 | host, 32);
    }
}
