package io.fieldgate.server.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/// The two listening sockets of a secure server, UDP and TCP on the same port, on all addresses,
/// IPv6 too where the host has it.
public final class VpnSockets implements Closeable {
    private static final int BACKLOG = 256;
    private static final int UDP_BUFFER = 4 << 20;
    private static final int ATTEMPTS_FOR_ANY_PORT = 20;

    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final int port;

    private VpnSockets(DatagramChannel udp, ServerSocketChannel tcp, int port) {
        this.udp = udp;
        this.tcp = tcp;
        this.port = port;
    }

    /// Opens both.
    ///
    /// @param port 0 for any that is free for both
    public static VpnSockets open(int port) throws IOException {
        int attempts = port == 0 ? ATTEMPTS_FOR_ANY_PORT : 1;
        while (true) {
            try {
                return openBoth(port);
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

    DatagramChannel udp() {
        return udp;
    }

    ServerSocketChannel tcp() {
        return tcp;
    }

    @Override
    public void close() throws IOException {
        try (tcp) {
            udp.close();
        }
    }

    private static VpnSockets openBoth(int wanted) throws IOException {
        DatagramChannel udp = DatagramChannel.open();
        try {
            udp.configureBlocking(false);
            udp.setOption(StandardSocketOptions.SO_RCVBUF, UDP_BUFFER);
            udp.setOption(StandardSocketOptions.SO_SNDBUF, UDP_BUFFER);
            bindUdp(udp, wanted);
            int port = ((InetSocketAddress) udp.getLocalAddress()).getPort();
            return new VpnSockets(udp, openTcp(port), port);
        } catch (IOException failed) {
            udp.close();
            throw failed;
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
