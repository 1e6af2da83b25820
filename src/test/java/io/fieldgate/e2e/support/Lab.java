package io.fieldgate.e2e.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A small Internet in network namespaces: a bridge with the installation's address, and hosts on
/// it.
///
/// The test JVM itself runs in a namespace without a way out (see `netns/bin/java`), so nothing
/// here can reach another machine. Addresses are those of RFC 5737, for documentation.
public final class Lab implements AutoCloseable {
    /// The address that nodes, clients and browsers dial.
    public static final String SERVER_ADDRESS = "198.51.100.1";

    /// Its other address, of RFC 3849.
    public static final String SERVER_ADDRESS_IPV6 = "2001:db8:100::1";

    /// The link that all hosts are on.
    public static final String BRIDGE = "fgwan";

    private static final AtomicInteger NEXT_HOST = new AtomicInteger(10);

    private final List<Namespace> namespaces = new ArrayList<>();

    public Lab() {
        if (Shell.attempt(java.time.Duration.ofSeconds(5), List.of("ip", "link", "show", BRIDGE))
                        .exitCode()
                != 0) {
            Shell.run("ip", "link", "add", BRIDGE, "type", "bridge");
            Shell.run("ip", "addr", "add", SERVER_ADDRESS + "/24", "dev", BRIDGE);
            Shell.run("ip", "addr", "add", SERVER_ADDRESS_IPV6 + "/64", "dev", BRIDGE, "nodad");
            Shell.run("ip", "link", "set", BRIDGE, "up");
        }
    }

    /// A host with one interface on the bridge: an engineer's laptop, or a router.
    public Namespace host(String name) {
        int number = NEXT_HOST.incrementAndGet();
        Namespace host = namespace(name + number);
        String outside = "fgw" + number;
        Shell.run(
                "ip",
                "link",
                "add",
                outside,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                host.name());
        Shell.run("ip", "link", "set", outside, "master", BRIDGE, "up");
        host.run("ip", "addr", "add", "198.51.100." + number + "/24", "dev", "eth0");
        host.run("ip", "addr", "add", "2001:db8:100::" + number + "/64", "dev", "eth0", "nodad");
        host.run("ip", "link", "set", "eth0", "up");
        return host;
    }

    /// A device behind a router, on a LAN of their own; the router forwards, nothing is translated.
    ///
    /// @param lan first three numbers of the LAN's /24; the router has address 1, the device 10
    /// @param lanIpv6 the LAN's /64, up to and with `::`; the last groups are 1 and 10
    public Namespace device(Namespace router, String lan, String lanIpv6) {
        int number = NEXT_HOST.incrementAndGet();
        Namespace device = namespace("dev" + number);
        String link = "lan" + number;
        router.run(
                "ip",
                "link",
                "add",
                link,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                device.name());
        router.run("ip", "addr", "add", lan + ".1/24", "dev", link);
        router.run("ip", "addr", "add", lanIpv6 + "1/64", "dev", link, "nodad");
        router.run("ip", "link", "set", link, "up");
        router.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        device.run("ip", "addr", "add", lan + ".10/24", "dev", "eth0");
        device.run("ip", "addr", "add", lanIpv6 + "10/64", "dev", "eth0", "nodad");
        device.run("ip", "link", "set", "eth0", "up");
        device.run("ip", "route", "add", "default", "via", lan + ".1");
        device.run("ip", "route", "add", "default", "via", lanIpv6 + "1");
        return device;
    }

    private Namespace namespace(String name) {
        Namespace namespace = new Namespace("fg" + ProcessHandle.current().pid() + name);
        namespaces.add(namespace);
        return namespace;
    }

    @Override
    public void close() {
        for (int i = namespaces.size() - 1; i >= 0; i--) {
            namespaces.get(i).close();
        }
    }
}
