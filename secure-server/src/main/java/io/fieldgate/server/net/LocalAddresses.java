package io.fieldgate.server.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// The addresses of this host at which peers may dial it.
///
/// A UDP socket that listens on all addresses answers from the one that the kernel likes best,
/// which need not be the one that was dialled; a peer drops such an answer. So each address gets a
/// socket of its own where there is a choice at all.
final class LocalAddresses {
    /// Nobody dials more.
    private static final int MAX = 64;

    private LocalAddresses() {}

    /// The addresses that need a socket of their own; none if the kernel has no choice.
    static List<InetAddress> withChoice() {
        List<InetAddress> all = all();
        long ipv6 = all.stream().filter(Inet6Address.class::isInstance).count();
        return ipv6 > 1 || all.size() - ipv6 > 1 ? all : List.of();
    }

    private static List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address ->
                            !address.isLoopbackAddress()
                                    && !address.isLinkLocalAddress()
                                    && !address.isMulticastAddress())
                    .distinct()
                    .limit(MAX)
                    .toList();
        } catch (SocketException notTold) {
            return List.of();
        }
    }
}
