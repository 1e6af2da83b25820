package io.fieldgate.e2e.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.TreeMap;

/// Other programs that listen on ports.
public final class Squatters implements AutoCloseable {
    private final Map<Integer, Closeable> taken = new TreeMap<>();

    public Squatters takeUdp(int port) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            taken.put(port, channel);
            channel.bind(new InetSocketAddress(port));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("UDP " + port, e);
        }
    }

    public Squatters takeTcp(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            taken.put(port, socket);
            socket.bind(new InetSocketAddress(port));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("TCP " + port, e);
        }
    }

    public void leave(int port) {
        try {
            taken.remove(port).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (int port : taken.keySet().toArray(Integer[]::new)) {
            leave(port);
        }
    }
}
