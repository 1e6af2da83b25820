package io.fieldgate.server.flood;

import io.fieldgate.server.support.NetworkNamespaces;
import io.fieldgate.server.support.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Two network namespaces, joined by one cable and with nothing else: a server's, and one with the
/// attacker and the honest clients. Made for one test and removed with all processes in it.
final class FloodLab implements AutoCloseable {
    static final String SERVER = "10.99.0.1";
    static final int PORT = 1194;
    static final String SPOOFED = "10.128.0.0/9";

    private static final String CLIENTS = "10.99.0.2";
    private static final String INSIDE = "server";
    private static final String OUTSIDE = "outside";
    private static final Pattern BYTES = Pattern.compile("packets (\\d+) bytes (\\d+)");

    private final NetworkNamespaces namespaces;

    FloodLab(Path directory) throws Exception {
        namespaces = new NetworkNamespaces(directory);
        try {
            build();
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private void build() throws Exception {
        namespaces.add(INSIDE);
        namespaces.add(OUTSIDE);
        namespaces.join(INSIDE, SERVER + "/30", OUTSIDE, CLIENTS + "/30", "eth0");
        // Answers to the made-up addresses go over the cable and end there.
        inServer("ip route add " + SPOOFED + " via " + CLIENTS);
        inServer("nft add table inet flood");
        count("received", "input", "ip saddr " + SPOOFED);
        count("sent", "output", "ip daddr " + SPOOFED);
    }

    private void count(String name, String hook, String match) throws Exception {
        inServer("nft add counter inet flood " + name);
        inServer(
                "nft add chain inet flood "
                        + name
                        + " { type filter hook "
                        + hook
                        + " priority 0 ; }");
        inServer("nft add rule inet flood " + name + " " + match + " counter name " + name);
    }

    /// A client's profile for a server in here.
    static String profile(Tenant tenant, Tenant.Member member) throws IOException {
        return tenant.profile(member, "udp", PORT).replace("remote 127.0.0.1", "remote " + SERVER);
    }

    /// IP bytes that the server's namespace got from, or sent to, the made-up addresses.
    ///
    /// @param name `received` or `sent`
    Traffic traffic(String name) throws Exception {
        Matcher matcher = BYTES.matcher(inServer("nft list counter inet flood " + name));
        if (!matcher.find()) {
            throw new IOException("no counter " + name);
        }
        return new Traffic(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    record Traffic(long packets, long bytes) {
        Traffic minus(Traffic before) {
            return new Traffic(packets - before.packets, bytes - before.bytes);
        }
    }

    /// Datagrams that did not fit into the server's socket so far.
    long socketOverflows() throws Exception {
        List<String[]> udp =
                inServer("cat /proc/net/snmp")
                        .lines()
                        .filter(line -> line.startsWith("Udp:"))
                        .map(line -> line.split(" ", -1))
                        .toList();
        return Long.parseLong(udp.get(1)[List.of(udp.get(0)).indexOf("RcvbufErrors")]);
    }

    /// Runs a command of words without spaces beside the server.
    String inServer(String command) throws Exception {
        return namespaces.run(INSIDE, command);
    }

    String outside(String command) throws Exception {
        return namespaces.run(OUTSIDE, command);
    }

    Process startServer(Path log, List<String> command) throws IOException {
        return namespaces.start(INSIDE, log, command);
    }

    Process startOutside(Path log, List<String> command) throws IOException {
        return namespaces.start(OUTSIDE, log, command);
    }

    /// Makes something whose sockets belong to the server's namespace.
    <T> T besideServer(Callable<T> maker) throws Exception {
        return namespaces.make(INSIDE, maker);
    }

    @Override
    public void close() throws IOException {
        namespaces.close();
    }
}
