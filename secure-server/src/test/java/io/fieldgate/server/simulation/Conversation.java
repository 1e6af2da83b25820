package io.fieldgate.server.simulation;

import org.jspecify.annotations.Nullable;

/// Two programs that talk: one at a client, one at a device behind a node.
///
/// @param mapped whether the client knows the device by its mapped address
/// @param device own address of the device, or the node's VPN address
/// @param clientPort or the identifier of a ping
record Conversation(
        Member client,
        Member node,
        boolean mapped,
        Address device,
        int protocol,
        int clientPort,
        int devicePort,
        boolean clientOpens) {

    /// The device's address as the client writes it; null if its subnet is not in force.
    @Nullable Address seen(World world) {
        if (node.isAt(device) || !mapped) {
            return device;
        }
        return world.mapped(node, device);
    }

    /// A packet of it.
    ///
    /// @param flags of TCP
    Transport transport(boolean fromClient, int flags, int filler, int length) {
        int from = fromClient ? clientPort : devicePort;
        int to = fromClient ? devicePort : clientPort;
        return switch (protocol) {
            case 6 -> new Transport.Tcp(from, to, flags, filler, length);
            case 17 ->
                    new Transport.Udp(from, to, device.ipv6() || filler % 4 != 0, filler, length);
            case 1 -> new Transport.Echo(fromClient == clientOpens, clientPort, filler, length);
            default -> new Transport.Other(protocol, filler, length);
        };
    }
}
