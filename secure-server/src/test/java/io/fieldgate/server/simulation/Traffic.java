package io.fieldgate.server.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Makes up packets: of a few hundred conversations at a time, whose ports and addresses are few,
/// so that different sites often have the same.
final class Traffic {
    private static final int CONVERSATIONS = 400;
    private static final List<Integer> PROTOCOLS = List.of(6, 6, 6, 17, 17, 1, 47);
    private static final List<Integer> DEVICE_PORTS = List.of(502, 161, 80);

    private final Random random;
    private final World world;
    private final List<Conversation> conversations = new ArrayList<>();
    private final Deque<Sending> pieces = new ArrayDeque<>();
    private int packetId;

    /// A packet and the peer out of whose tunnel it comes.
    record Sending(Member from, Packet packet) {}

    Traffic(Random random, World world) {
        this.random = random;
        this.world = world;
    }

    /// Forgets what is left of packets in pieces.
    void pause() {
        pieces.clear();
    }

    Sending next() {
        if (!pieces.isEmpty() && random.nextInt(3) == 0) {
            return pieces.remove();
        }
        int kind = random.nextInt(100);
        if (conversations.size() < CONVERSATIONS || kind < 3) {
            return opening();
        }
        Conversation conversation = pick(conversations);
        if (kind < 6) {
            return inPieces(conversation);
        }
        if (kind < 9) {
            return failure(conversation);
        }
        return kind == 9 ? stray() : usual(conversation);
    }

    private Sending opening() {
        Conversation fresh = conversation();
        if (conversations.size() < CONVERSATIONS) {
            conversations.add(fresh);
        } else {
            conversations.set(random.nextInt(CONVERSATIONS), fresh);
        }
        return sending(fresh, fresh.clientOpens(), fresh.node(), Transport.Tcp.SYN, 20);
    }

    private Conversation conversation() {
        Member client = pick(world.clients);
        List<Member> selected = world.selected.getOrDefault(client, List.of());
        boolean mapped = random.nextInt(5) < 2;
        Member node = mapped || selected.isEmpty() ? pick(world.nodes) : selected.getFirst();
        int protocol = pick(PROTOCOLS);
        boolean clientOpens = random.nextInt(4) > 0;
        int port = (clientOpens ? 5000 : 9000) + random.nextInt(30);
        int devicePort = clientOpens ? pick(DEVICE_PORTS) : 40_000 + random.nextInt(20);
        return new Conversation(
                client,
                node,
                mapped || !clientOpens,
                device(node),
                protocol,
                protocol == 47 ? 0 : port,
                protocol == 47 ? 0 : devicePort,
                clientOpens);
    }

    private Address device(Member node) {
        return switch (random.nextInt(8)) {
            case 0 -> node.address(random.nextBoolean());
            case 1, 2 -> Address.of("fd99:1::").plus(10 + random.nextInt(2));
            case 3 -> Address.of("10.1.5.0").plus(random.nextInt(300));
            default -> Address.of("192.168.1.10").plus(random.nextInt(3));
        };
    }

    private Sending usual(Conversation conversation) {
        boolean fromClient = random.nextBoolean();
        Member node = conversation.node();
        if (!fromClient && random.nextInt(10) == 0) {
            node = pick(world.nodes);
        }
        int flags =
                switch (random.nextInt(100)) {
                    case 0 -> Transport.Tcp.SYN;
                    case 1 -> Transport.Tcp.FIN | Transport.Tcp.ACK;
                    case 2 -> Transport.Tcp.RST;
                    case 3 -> Transport.Tcp.FIN;
                    case 4 -> Transport.Tcp.SYN | Transport.Tcp.ACK;
                    default -> Transport.Tcp.ACK;
                };
        return sending(conversation, fromClient, node, flags, random.nextInt(60));
    }

    private Sending sending(
            Conversation conversation, boolean fromClient, Member node, int flags, int length) {
        Transport transport =
                conversation.transport(fromClient, flags, random.nextInt(256), length);
        Member sender = fromClient ? conversation.client() : node;
        return new Sending(sender, packet(conversation, fromClient, transport));
    }

    private Packet packet(Conversation conversation, boolean fromClient, Transport transport) {
        Address device = conversation.device();
        Address client = conversation.client().address(device.ipv6());
        @Nullable Address seen = conversation.seen(world);
        Address target = seen == null ? device : seen;
        return fromClient
                ? new Packet(client, target, 64, transport, null)
                : new Packet(device, client, 64, transport, null);
    }

    /// A packet in two or three fragments, now and then out of order.
    private Sending inPieces(Conversation conversation) {
        boolean fromClient = random.nextBoolean();
        Transport transport =
                conversation.transport(
                        fromClient,
                        Transport.Tcp.ACK,
                        random.nextInt(256),
                        100 + random.nextInt(99));
        Packet whole = packet(conversation, fromClient, transport);
        Member sender = fromClient ? conversation.client() : conversation.node();
        int id = ++packetId & 0xffff;
        List<Sending> parts = new ArrayList<>();
        int half = 8 * (3 + random.nextInt(5));
        parts.add(new Sending(sender, whole.withPiece(new Packet.Piece(id, 0, half, true))));
        if (random.nextBoolean()) {
            parts.add(new Sending(sender, whole.withPiece(new Packet.Piece(id, half, 16, true))));
            half += 16;
        }
        parts.add(new Sending(sender, whole.withPiece(new Packet.Piece(id, half, 0, false))));
        if (random.nextInt(10) == 0) {
            parts.add(parts.removeFirst());
        }
        pieces.addAll(parts.subList(1, parts.size()));
        return parts.getFirst();
    }

    /// An ICMP error about a packet of a conversation, from the device or the client that got it or
    /// from something on its way.
    private Sending failure(Conversation conversation) {
        boolean fromClient = random.nextInt(3) == 0;
        Transport refused =
                conversation.transport(
                        !fromClient,
                        Transport.Tcp.ACK,
                        random.nextInt(256),
                        10 + random.nextInt(30));
        Address device = conversation.device();
        Address client = conversation.client().address(device.ipv6());
        Address seen = conversation.seen(world);
        Address far = seen == null ? device : seen;
        Packet quoted =
                fromClient
                        ? new Packet(far, client, 63, refused, null)
                        : new Packet(client, device, 63, refused, null);
        Address source = fromClient ? client : device;
        if (!fromClient && random.nextInt(3) == 0) {
            source =
                    random.nextBoolean()
                            ? conversation.node().address(device.ipv6())
                            : Address.of(device.ipv6() ? "fd99:1::1" : "192.168.1.1");
        }
        boolean tooBig = random.nextInt(4) == 0;
        int type = device.ipv6() ? (tooBig ? 2 : 1) : 3;
        int code = device.ipv6() ? (tooBig ? 0 : 4) : (tooBig ? 4 : 3);
        int octets = random.nextBoolean() ? 8 : -1;
        Transport failure = new Transport.Failure(type, code, tooBig ? 1280 : 0, quoted, octets);
        Member sender = fromClient ? conversation.client() : conversation.node();
        return new Sending(sender, new Packet(source, quoted.source(), 64, failure, null));
    }

    /// Pings to the gateway, packets between clients and between nodes, borrowed addresses.
    private Sending stray() {
        boolean ipv6 = random.nextBoolean();
        Member client = pick(world.clients);
        Member node = pick(world.nodes);
        Member other = pick(world.nodes);
        Transport udp = new Transport.Udp(7000, 7001, true, random.nextInt(256), 30);
        Transport ping = new Transport.Echo(true, 77, random.nextInt(256), 12);
        Address gateway = ipv6 ? World.GATEWAY_V6 : World.GATEWAY;
        Address device = Address.of(ipv6 ? "fd99:1::a" : "192.168.1.10");
        Address nobody = Address.of(ipv6 ? "2001:db8::1" : "203.0.113.9");
        return switch (random.nextInt(8)) {
            case 0 -> stray(client, client.address(ipv6), gateway, ping);
            case 1 -> stray(node, device, gateway, ping);
            case 2 -> stray(client, client.address(ipv6), pick(world.clients).address(ipv6), udp);
            case 3 -> stray(node, device, other.address(ipv6), udp);
            case 4 -> stray(node, node.address(ipv6), device, udp);
            case 5 -> stray(node, other.address(ipv6), client.address(ipv6), udp);
            case 6 -> stray(client, device, node.address(ipv6), udp);
            default -> stray(client, client.address(ipv6), nobody, udp);
        };
    }

    private static Sending stray(Member from, Address source, Address target, Transport inside) {
        return new Sending(from, new Packet(source, target, 64, inside, null));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
