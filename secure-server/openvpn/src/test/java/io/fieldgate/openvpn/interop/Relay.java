package io.fieldgate.openvpn.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/// Carries one client's datagrams to a server, as a router with address translation does: the
/// server sees the relay's address, which can change.
final class Relay implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final DatagramChannel inside = open();
    private final Thread loop = new Thread(this::run, "relay");
    private DatagramChannel outside = open();
    private volatile boolean running = true;
    private volatile boolean moving;

    Relay(int serverPort) throws IOException {
        server = new InetSocketAddress(LOOPBACK, serverPort);
        loop.start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) inside.getLocalAddress()).getPort();
    }

    /// From now on the client has another address.
    void move() {
        moving = true;
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        running = false;
        selector.wakeup();
        try {
            loop.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inside.close();
        outside.close();
        selector.close();
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(LOOPBACK, 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        SocketAddress client = server;
        try {
            while (running) {
                selector.select(100);
                selector.selectedKeys().clear();
                if (moving) {
                    moving = false;
                    outside.close();
                    outside = open();
                }
                SocketAddress from = inside.receive(buffer.clear());
                for (; from != null; from = inside.receive(buffer.clear())) {
                    client = from;
                    outside.send(buffer.flip(), server);
                }
                while (outside.receive(buffer.clear()) != null) {
                    inside.send(buffer.flip(), client);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
