package io.fieldgate.server.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks at each delivered packet by itself: an address that several sites have means the selected
/// one, a mapped address means its own site, and a connection stays at the site where it began.
final class WrongMachine {
    private final World world;
    private final Map<Connection, Member> begun = new HashMap<>();
    private int looks;

    private record Connection(Member client, Address from, Address to, int fromPort, int toPort) {}

    WrongMachine(World world) {
        this.world = world;
    }

    /// How many packets between clients and nodes it has looked at.
    int looks() {
        return looks;
    }

    /// What is wrong; empty if nothing is.
    String look(Member sender, Packet packet, List<Engine.Sent> sent) {
        for (Engine.Sent one : sent) {
            if (one.to() != sender && one.to().isClient() != sender.isClient()) {
                looks++;
                boolean right =
                        sender.isClient()
                                ? isRightNode(sender, packet, one.to())
                                : isRightSource(sender, packet, one);
                if (!right) {
                    return "\n  WRONG MACHINE: " + one.to();
                }
            } else if (one.to() != sender && !sender.isClient()) {
                return "\n  FROM NODE TO NODE: " + one.to();
            }
        }
        return "";
    }

    private boolean isRightNode(Member client, Packet packet, Member node) {
        Address target = packet.destination();
        if (!world.isReal(target)) {
            World.Way way = world.way(client, packet.source(), target);
            return way != null && way.to() == node;
        }
        boolean right = world.selected.getOrDefault(client, List.of()).contains(node);
        if (packet.transport() instanceof Transport.Tcp tcp && packet.piece() == null) {
            Connection connection =
                    new Connection(client, packet.source(), target, tcp.fromPort(), tcp.toPort());
            if (tcp.opens()) {
                begun.put(connection, node);
            }
            return right && begun.get(connection) == node;
        }
        return right;
    }

    private boolean isRightSource(Member node, Packet packet, Engine.Sent sent) {
        int at = packet.ipv6() ? 8 : 12;
        int length = packet.ipv6() ? 16 : 4;
        byte[] seen = Arrays.copyOfRange(sent.octets(), at, at + length);
        Address mapped = world.mapped(node, packet.source());
        if (node.isAt(packet.source())) {
            return Arrays.equals(seen, packet.source().bytes());
        }
        return (mapped != null && Arrays.equals(seen, mapped.bytes()))
                || (Arrays.equals(seen, packet.source().bytes())
                        && world.selected.getOrDefault(sent.to(), List.of()).contains(node));
    }
}
