package io.fieldgate.launcher.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.Set;

/// Whether ports are free, found out by listening on them for a moment.
public final class Ports {
    private static final int SEARCHED = 2000;

    private Ports() {}

    /// Free for TCP on all addresses, IPv4 and IPv6.
    public static boolean tcpFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections that just ended do not hold a port
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            return false;
        }
        return loopbackFree(port);
    }

    /// Free for TCP on 127.0.0.1.
    public static boolean loopbackFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /// Free for UDP on all addresses, IPv4 and IPv6.
    public static boolean udpFree(int port) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /// The wished port on 127.0.0.1, or the next one above it that is free.
    ///
    /// @param avoid ports that are spoken for although nobody listens on them yet
    /// @throws Refusal when there is none
    public static int freeLoopback(int wished, Set<Integer> avoid) {
        int first = Math.min(wished, 65535 - SEARCHED);
        for (int port = first == wished ? wished : first; port < first + SEARCHED; port++) {
            if (!avoid.contains(port) && tcpFree(port)) {
                return port;
            }
        }
        throw new Refusal(
                "No free TCP port on 127.0.0.1 from %d to %d."
                        .formatted(first, first + SEARCHED - 1));
    }

    /// Who may be the one that listens, as far as `ss` and the process table tell.
    public static String whoHolds(int port) {
        return "To see which process holds it: ss -ltunp 'sport = :%d'".formatted(port);
    }
}
