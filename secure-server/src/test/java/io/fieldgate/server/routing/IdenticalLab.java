package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.filter.PolicyCompiler;
import io.fieldgate.server.flow.FlowTable;
import io.fieldgate.server.flow.FragmentTable;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.routing.RouterBench.Peer;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A router, three sites with the same subnets, two engineers and a historian, and what was sent.
///
/// ```
/// client 100.64.0.2 (historian 4)     node pump-N 100.64.0.1N
///    fd00:5:6:7::6440:2                  192.168.1.0/24  mapped 198.18.N.0/24
///                                        fd99:1::/64     mapped fd77:0:0:N::/64
/// ```
final class IdenticalLab {
    static final long SECOND = 1_000_000_000L;

    final Peer anna = new Peer("anna", PeerKind.CLIENT);
    final Peer ben = new Peer("ben", PeerKind.CLIENT);
    final Peer historian = new Peer("historian", PeerKind.CLIENT);
    final Peer pump1 = new Peer("pump-1", PeerKind.NODE);
    final Peer pump2 = new Peer("pump-2", PeerKind.NODE);
    final Peer pump3 = new Peer("pump-3", PeerKind.NODE);
    final List<Sent> sent = new ArrayList<>();
    final DropCounters drops = new DropCounters();
    final RuleCounters counters = new RuleCounters();
    final Map<Peer, List<Peer>> selections = new HashMap<>();
    final Map<Peer, List<SubnetMapping>> subnets = new LinkedHashMap<>();
    RoutingMode mode = RoutingMode.IDENTICAL_NETWORKS;
    boolean clientsReachClients;
    long now = SECOND;
    private Policy policy = new Policy(List.of());
    final Router<Peer> router;

    IdenticalLab() {
        this(FlowTable.USUAL_LIMIT);
    }

    IdenticalLab(int flowLimit) {
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
                                sent.add(new Sent(target.name(), ByteBuffer.wrap(copy)));
                            }
                        },
                        new FlowTable<>(flowLimit, 7),
                        new FragmentTable<>(64, 7));
        int site = 1;
        for (Peer node : List.of(pump1, pump2, pump3)) {
            subnets.put(
                    node,
                    List.of(
                            mapping("192.168.1.0/24", "198.18." + site + ".0/24"),
                            mapping("fd99:1::/64", "fd77:0:0:" + site + "::/64")));
            site++;
        }
        install();
    }

    /// Puts what the fields say in force.
    void install() {
        router.install(routes());
    }

    Routes<Peer> routes() {
        Map<String, Peer> peers = peers();
        List<RouteTable.Route<Peer>> routes = new ArrayList<>();
        addresses()
                .forEach((address, peer) -> {
                    routes.add(new RouteTable.Route<>(prefix(address), peer));
                    String host = address.substring(address.lastIndexOf('.') + 1);
                    String hex = Integer.toHexString(Integer.parseInt(host));
                    routes.add(new RouteTable.Route<>(prefix("fd00:5:6:7::6440:" + hex), peer));
                });
        boolean identical = mode == RoutingMode.IDENTICAL_NETWORKS;
        if (!identical) {
            subnets.forEach((node, mappings) ->
                    mappings.forEach(m -> routes.add(new RouteTable.Route<>(m.own(), node))));
        }
        return new Routes<>(
                mode,
                new VpnNetworks(prefix("100.64.0.0/18"), Optional.of(prefix("fd00:5:6:7::/64"))),
                new RouteTable<>(routes),
                identical ? Optional.of(new Sites<>(subnets, selections)) : Optional.empty(),
                PolicyCompiler.compile(policy, peers::get, counters).policy(),
                clientsReachClients);
    }

    void select(Peer client, Peer... nodes) {
        selections.put(client, List.of(nodes));
        install();
    }

    void rules(Policy.Rule... rules) {
        policy = new Policy(List.of(rules));
        install();
    }

    /// A packet out of a peer's tunnel; what the router sent for it.
    List<Sent> route(Peer from, ByteBuffer packet) {
        int before = sent.size();
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
        router.route(now, from, copy);
        return List.copyOf(sent.subList(before, sent.size()));
    }

    /// What the router sent for a packet, as text: who got it, from which and to which address.
    List<String> path(Peer from, ByteBuffer packet) {
        return route(from, packet).stream()
                .map(one ->
                        one.to()
                                + ": "
                                + Segments.source(one.packet())
                                + " > "
                                + Segments.destination(one.packet()))
                .toList();
    }

    static SubnetMapping mapping(String own, String mapped) {
        return new SubnetMapping(prefix(own), prefix(mapped));
    }

    static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }

    Map<String, Peer> peers() {
        Map<String, Peer> byName = new HashMap<>();
        addresses().values().forEach(peer -> byName.put(peer.name(), peer));
        return byName;
    }

    private Map<String, Peer> addresses() {
        Map<String, Peer> addresses = new LinkedHashMap<>();
        addresses.put("100.64.0.2", anna);
        addresses.put("100.64.0.3", ben);
        addresses.put("100.64.0.4", historian);
        addresses.put("100.64.0.11", pump1);
        addresses.put("100.64.0.12", pump2);
        addresses.put("100.64.0.13", pump3);
        return addresses;
    }
}
