package io.fieldgate.server.simulation;

import io.fieldgate.server.support.Command;
import io.fieldgate.server.support.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The kernel as a router with nftables in a network namespace of its own: clients on one side,
/// nodes with their mapped subnets on the other. Moves the thread that makes it into the namespace.
final class NftRouter implements AutoCloseable {
    private final Path directory;
    private final String namespace = "fg" + ProcessHandle.current().pid() + "nft";
    private final Tun clients;
    private final Tun nodes;

    NftRouter(Path directory) throws Exception {
        this.directory = directory;
        Command.run(directory, List.of("ip", "netns", "add", namespace));
        try {
            build();
            LibC.enter(Path.of("/run/netns", namespace));
            clients = new Tun("clients");
            nodes = new Tun("nodes");
        } catch (IOException failed) {
            remove();
            throw failed;
        }
    }

    private void build() throws Exception {
        for (String side : List.of("clients", "nodes")) {
            inside("ip tuntap add dev " + side + " mode tun");
            inside("sysctl -qw net.ipv4.conf." + side + ".rp_filter=0");
            inside("ip link set " + side + " up txqueuelen 4000");
        }
        inside("sysctl -qw net.ipv4.conf.all.rp_filter=0");
        inside("sysctl -qw net.ipv4.ip_forward=1");
        inside("sysctl -qw net.ipv6.conf.all.forwarding=1");
        for (String route : List.of("100.64.0.0/24", "fd00:5:6:7::6440:0/120")) {
            inside("ip route add " + route + " dev clients");
        }
        List<String> behind =
                List.of("100.64.1.0/24", "198.18.0.0/15", "fd00:5:6:7::6440:100/120", "fd77::/32");
        for (String route : behind) {
            inside("ip route add " + route + " dev nodes");
        }
    }

    /// From now on these rules hold.
    void install(String rules) throws Exception {
        Path file = directory.resolve("rules.nft");
        Files.writeString(file, rules, StandardCharsets.UTF_8);
        try {
            inside("nft -f " + file);
        } catch (IOException failed) {
            throw new IOException(
                    "nftables judge what the secure server judges, and nft did not take the rules;"
                            + " if it is missing: apt-get install nftables, or ./fieldgate test,"
                            + " which installs it",
                    failed);
        }
    }

    /// Lets packets in, by `fromClients` on the clients' side or the nodes'.
    void send(boolean fromClients, byte[] packet) throws IOException {
        (fromClients ? clients : nodes).write(packet);
    }

    /// All packets that came out on either side since this was asked last.
    Set<ByteBuffer> received() {
        Set<ByteBuffer> received = new HashSet<>();
        for (Tun side : List.of(clients, nodes)) {
            Optional<byte[]> next = side.read();
            while (next.isPresent()) {
                received.add(ByteBuffer.wrap(next.get()));
                next = side.read();
            }
        }
        return received;
    }

    private void inside(String command) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(List.of(command.split(" ", -1)));
        Command.run(directory, words);
    }

    @Override
    public void close() throws IOException {
        clients.close();
        nodes.close();
        remove();
    }

    private void remove() throws IOException {
        try {
            Command.run(directory, List.of("ip", "netns", "del", namespace));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
