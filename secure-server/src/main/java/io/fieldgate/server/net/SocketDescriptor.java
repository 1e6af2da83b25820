package io.fieldgate.server.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the file descriptor of a bound channel, which the JDK does not tell: it is the one UDP
/// socket of this process that has the channel's local address and its limit of multicast hops.
/// Nothing is sent to groups here, so that this limit can tell sockets apart that share an address.
final class SocketDescriptor {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private SocketDescriptor() {}

    /// Empty if there is none or more than one, or if it is a socket for IPv4 only.
    static Optional<Integer> of(DatagramChannel channel, NativeSockets sockets) throws IOException {
        int hops = channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL);
        KnownAddress wanted = KnownAddress.of((InetSocketAddress) channel.getLocalAddress());
        Optional<Integer> found = Optional.empty();
        try (Arena arena = Arena.ofConfined();
                DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            MemorySegment address = arena.allocate(KnownAddress.LENGTH, Long.BYTES);
            for (Path path : descriptors) {
                int descriptor = Integer.parseInt(path.getFileName().toString());
                if (isUdpAt(sockets, descriptor, wanted, address)
                        && hops == hops(sockets, descriptor)) {
                    if (found.isPresent()) {
                        return Optional.empty();
                    }
                    found = Optional.of(descriptor);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        return found;
    }

    private static int hops(NativeSockets sockets, int descriptor) {
        return sockets.get(descriptor, NativeSockets.SOL_IPV6, NativeSockets.IPV6_MULTICAST_HOPS);
    }

    private static boolean isUdpAt(
            NativeSockets sockets, int descriptor, KnownAddress wanted, MemorySegment address) {
        address.fill((byte) 0);
        if (!sockets.localAddress(descriptor, address)
                || address.get(ValueLayout.JAVA_SHORT, 0) != KnownAddress.AF_INET6
                || sockets.get(descriptor, NativeSockets.SOL_SOCKET, NativeSockets.SO_TYPE)
                        != NativeSockets.SOCK_DGRAM) {
            return false;
        }
        KnownAddress actual = KnownAddress.read(address, 0);
        return actual.getPort() == wanted.getPort()
                && (actual.getAddress().equals(wanted.getAddress())
                        || (actual.getAddress().isAnyLocalAddress()
                                && wanted.getAddress().isAnyLocalAddress()));
    }
}
