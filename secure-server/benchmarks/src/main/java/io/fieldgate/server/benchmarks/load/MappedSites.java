package io.fieldgate.server.benchmarks.load;

/// Sites that all use the same network; each has unique addresses beside.
public final class MappedSites {
    /// The network of all sites.
    public static final String NETWORK = "192.168.1.0/24";

    private static final int FIRST = 198 << 24 | 18 << 16;
    private static final int HOST = 10;
    private static final int MOST = 512;

    private MappedSites() {}

    /// The unique prefix of a site.
    ///
    /// @param node its number among all peers, below 512
    public static String prefix(int node) {
        int address = address(node, 0);
        return "198.%d.%d.0/24".formatted(address >>> 16 & 0xff, address >>> 8 & 0xff);
    }

    /// Where the device at the site is reached.
    static int unique(int node) {
        return address(node, HOST);
    }

    /// The device's own address.
    static int device() {
        return 192 << 24 | 168 << 16 | 1 << 8 | HOST;
    }

    private static int address(int node, int host) {
        if (node >= MOST) {
            throw new IllegalArgumentException("no more unique addresses");
        }
        return FIRST + (node << 8) + host;
    }
}
