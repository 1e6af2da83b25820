package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.server.policy.DropCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A router with one client and one node, IPv4 and IPv6, and what it sent.
final class RouterBench {
    static final String CLIENT = "fd00:5:6:7::6440:2";
    static final String NODE = "fd00:5:6:7::6440:4";
    static final String GATEWAY = "fd00:5:6:7::6440:1";

    final Peer client = new Peer("client", PeerKind.CLIENT);
    final Peer secondClient = new Peer("second client", PeerKind.CLIENT);
    final Peer node = new Peer("node", PeerKind.NODE);
    final List<Sent> sent = new ArrayList<>();
    final DropCounters drops = new DropCounters();
    private final Router<Peer> router;

    RouterBench() {
        router =
                new Router<>(
                        drops,
                        new Router.Egress<>() {
                            @Override
                            public void accepted(Peer sender, ByteBuffer packet) {}

                            @Override
                            public void send(Peer target, ByteBuffer packet) {
                                byte[] copy = new byte[packet.remaining()];
                                packet.get(packet.position(), copy);
                                sent.add(new Sent(target.name, ByteBuffer.wrap(copy)));
                            }
                        },
                        1);
        VpnNetworks networks =
                new VpnNetworks(
                        Prefix.parse("100.64.0.0/18").orElseThrow(),
                        Optional.of(Prefix.parse("fd00:5:6:7::/64").orElseThrow()));
        List<RouteTable.Route<Peer>> routes =
                List.of(
                        to("100.64.0.2", client),
                        to(CLIENT, client),
                        to("100.64.0.3", secondClient),
                        to("fd00:5:6:7::6440:3", secondClient),
                        to("100.64.0.4", node),
                        to(NODE, node),
                        to("192.168.1.0/24", node),
                        to("2001:db8:1::/64", node));
        router.install(new Routes<>(RoutingMode.ONE_TO_MANY, networks, new RouteTable<>(routes)));
    }

    void route(Peer sender, ByteBuffer packet) {
        router.route(1_000_000_000L, sender, packet);
    }

    private static RouteTable.Route<Peer> to(String prefix, Peer peer) {
        return new RouteTable.Route<>(Prefix.parse(prefix).orElseThrow(), peer);
    }

    record Sent(String to, ByteBuffer packet) {}

    static final class Peer implements RoutedPeer {
        private final String name;
        private final PeerKind kind;
        boolean connected = true;
        int mtu = 1500;

        Peer(String name, PeerKind kind) {
            this.name = name;
            this.kind = kind;
        }

        String name() {
            return name;
        }

        @Override
        public PeerKind kind() {
            return kind;
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public int mtu() {
            return mtu;
        }
    }
}
