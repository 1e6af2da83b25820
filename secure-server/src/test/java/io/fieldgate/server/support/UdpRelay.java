package io.fieldgate.server.support;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Stands between one client and a server as an address translator does, and can change the address
/// that the server sees.
public final class UdpRelay implements AutoCloseable {
    private static final int MAX_DATAGRAM = 2048;

    private final InetSocketAddress server;
    private final DatagramSocket inside;
    private volatile DatagramSocket outside;
    private volatile @Nullable InetSocketAddress client;

    public UdpRelay(int serverPort) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        server = new InetSocketAddress(loopback, serverPort);
        inside = new DatagramSocket(0, loopback);
        outside = new DatagramSocket(0, loopback);
        Thread.ofPlatform().daemon().start(this::outward);
        inward(outside);
    }

    /// Where the client dials.
    public int port() {
        return inside.getLocalPort();
    }

    /// The port that the server sees.
    public int outsidePort() {
        return outside.getLocalPort();
    }

    /// From now on packets come from another port; what the server sends to the old one is lost.
    public void changeAddress() throws IOException {
        DatagramSocket old = outside;
        outside = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        old.close();
        inward(outside);
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }

    private void outward() {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (!inside.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                inside.receive(packet);
                client = (InetSocketAddress) packet.getSocketAddress();
                outside.send(new DatagramPacket(buffer, packet.getLength(), server));
            } catch (IOException changing) {
                Thread.onSpinWait(); // lost on the way, as datagrams may be
            }
        }
    }

    private void inward(DatagramSocket socket) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    byte[] buffer = new byte[MAX_DATAGRAM];
                    while (!socket.isClosed()) {
                        back(socket, new DatagramPacket(buffer, buffer.length));
                    }
                });
    }

    private void back(DatagramSocket socket, DatagramPacket packet) {
        try {
            socket.receive(packet);
            InetSocketAddress to = client;
            if (to != null) {
                inside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
            }
        } catch (IOException changing) {
            Thread.onSpinWait(); // lost on the way, as datagrams may be
        }
    }
}
