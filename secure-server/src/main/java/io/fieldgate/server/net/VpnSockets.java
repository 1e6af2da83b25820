package io.fieldgate.server.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/// The listening sockets of a secure server, UDP and TCP on the same port, on all addresses, IPv6
/// too where the host has it.
///
/// Where the host has several addresses, each has a UDP socket of its own beside the one for all
/// ([LocalAddresses]). Addresses that the host gets later are served by the one for all.
public final class VpnSockets implements Closeable {
    private static final int BACKLOG = 256;
    private static final int UDP_BUFFER = 4 << 20;
    private static final int ATTEMPTS_FOR_ANY_PORT = 20;

    private final List<List<DatagramChannel>> udp;
    private final ServerSocketChannel tcp;
    private final int port;

    private VpnSockets(List<List<DatagramChannel>> udp, ServerSocketChannel tcp, int port) {
        this.udp = udp;
        this.tcp = tcp;
        this.port = port;
    }

    /// Opens both.
    ///
    /// @param port 0 for any that is free for both
    /// @param workers how many UDP sockets share each address
    public static VpnSockets open(int port, int workers) throws IOException {
        return open(port, workers, LocalAddresses.withChoice());
    }

    /// Opens all.
    ///
    /// @param each addresses that get UDP sockets of their own
    static VpnSockets open(int port, int workers, List<InetAddress> each) throws IOException {
        int attempts = port == 0 ? ATTEMPTS_FOR_ANY_PORT : 1;
        while (true) {
            try {
                return openBoth(port, workers, each);
            } catch (PortUnavailableException taken) {
                attempts--;
                if (attempts == 0) {
                    throw taken;
                }
            }
        }
    }

    /// The port number of both.
    public int port() {
        return port;
    }

    /// For each worker, in the same order of local addresses.
    List<List<DatagramChannel>> udp() {
        return udp;
    }

    /// Closes the sockets of all other workers, so that the first one gets all datagrams.
    void forOneWorker() throws IOException {
        for (List<DatagramChannel> others : udp.subList(1, udp.size())) {
            closeAll(others);
        }
    }

    ServerSocketChannel tcp() {
        return tcp;
    }

    @Override
    public void close() throws IOException {
        try (tcp) {
            for (List<DatagramChannel> ofWorker : udp) {
                closeAll(ofWorker);
            }
        }
    }

    private static VpnSockets openBoth(int wanted, int workers, List<InetAddress> each)
            throws IOException {
        List<DatagramChannel> first = new ArrayList<>();
        List<List<DatagramChannel>> udp = new ArrayList<>();
        udp.add(first);
        try {
            first.add(openUdp());
            bindUdp(first.getFirst(), wanted);
            int port = ((InetSocketAddress) first.getFirst().getLocalAddress()).getPort();
            addEach(first, port, each);
            for (int worker = 1; worker < workers; worker++) {
                List<DatagramChannel> others = new ArrayList<>();
                udp.add(others);
                share(first, others, worker);
            }
            return new VpnSockets(udp, openTcp(port), port);
        } catch (IOException failed) {
            for (List<DatagramChannel> opened : udp) {
                closeAll(opened);
            }
            throw failed;
        }
    }

    /// Sockets for another worker at the same addresses. The first ones were alone there when they
    /// were bound, so that another program's are noticed.
    private static void share(List<DatagramChannel> first, List<DatagramChannel> others, int worker)
            throws IOException {
        for (DatagramChannel channel : first) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        for (DatagramChannel channel : first) {
            DatagramChannel other = openUdp();
            others.add(other);
            other.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            // By which SocketDescriptor knows it.
            other.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1 + worker);
            other.bind(channel.getLocalAddress());
        }
    }

    /// The first socket has the port for itself, then makes room for ours only.
    private static void addEach(List<DatagramChannel> udp, int port, List<InetAddress> each)
            throws IOException {
        udp.getFirst().setOption(StandardSocketOptions.SO_REUSEADDR, true);
        for (InetAddress address : each) {
            DatagramChannel channel = openUdp();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(address, port));
                udp.add(channel);
            } catch (IOException gone) {
                // The socket for all addresses serves it as well as it can.
                channel.close();
            }
        }
        for (DatagramChannel channel : udp) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, false);
        }
    }

    private static DatagramChannel openUdp() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, UDP_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, UDP_BUFFER);
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static void closeAll(List<DatagramChannel> channels) throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }

    private static void bindUdp(DatagramChannel udp, int port) throws IOException {
        try {
            udp.bind(new InetSocketAddress(port));
        } catch (SocketException refused) {
            throw unavailable("UDP", port, refused);
        }
    }

    private static ServerSocketChannel openTcp(int port) throws IOException {
        ServerSocketChannel tcp = ServerSocketChannel.open();
        try {
            tcp.configureBlocking(false);
            tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            tcp.bind(new InetSocketAddress(port), BACKLOG);
            return tcp;
        } catch (SocketException refused) {
            tcp.close();
            throw unavailable("TCP", port, refused);
        } catch (IOException failed) {
            tcp.close();
            throw failed;
        }
    }

    private static PortUnavailableException unavailable(
            String transport, int port, SocketException cause) {
        String why =
                cause instanceof BindException
                        ? "is in use by another program or not allowed to this user"
                        : "cannot be opened";
        return new PortUnavailableException(
                "%s port %d %s (%s); end the other program or choose another port"
                        .formatted(transport, port, why, cause.getMessage()),
                cause);
    }
}
