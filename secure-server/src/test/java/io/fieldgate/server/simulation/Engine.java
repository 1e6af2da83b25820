package io.fieldgate.server.simulation;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.filter.PolicyCompiler;
import io.fieldgate.server.flow.FlowTable;
import io.fieldgate.server.flow.FragmentTable;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RouteTable;
import io.fieldgate.server.routing.Router;
import io.fieldgate.server.routing.Routes;
import io.fieldgate.server.routing.Sites;
import io.fieldgate.server.routing.SubnetMapping;
import io.fieldgate.server.routing.VpnNetworks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The secure server's router, and what it did with the last packet.
final class Engine implements Router.Egress<Member> {
    private final DropCounters drops = new DropCounters();
    private final RuleCounters counters = new RuleCounters();
    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Member> peers = new HashMap<>();
    private final List<RouteTable.Route<Member>> routes = new ArrayList<>();
    private final Map<World.Subnet, SubnetMapping> mappings = new HashMap<>();
    private final Router<Member> router;

    /// A packet that it sent.
    static final class Sent {
        private final Member to;
        private final byte[] octets;

        Sent(Member to, byte[] octets) {
            this.to = to;
            this.octets = octets;
        }

        Member to() {
            return to;
        }

        byte[] octets() {
            return octets;
        }
    }

    /// @param flowLimit how many flows it remembers
    Engine(int flowLimit) {
        router =
                new Router<>(
                        drops,
                        this,
                        new FlowTable<>(flowLimit, 11),
                        new FragmentTable<>(FragmentTable.USUAL_LIMIT, 11));
    }

    /// Puts what the world says in force.
    void install(World world) {
        if (peers.isEmpty()) {
            world.clients.forEach(this::add);
            world.nodes.forEach(this::add);
        }
        Map<Member, List<SubnetMapping>> subnets = new HashMap<>();
        world.subnets.forEach(
                (node, list) -> subnets.put(node, list.stream().map(this::mapping).toList()));
        Policy policy = new Policy(world.rules);
        router.install(
                new Routes<>(
                        RoutingMode.IDENTICAL_NETWORKS,
                        new VpnNetworks(
                                prefix("100.64.0.0/18"), Optional.of(prefix("fd00:5:6:7::/64"))),
                        new RouteTable<>(routes),
                        Optional.of(new Sites<>(subnets, new HashMap<>(world.selected))),
                        PolicyCompiler.compile(policy, peers::get, counters).policy(),
                        world.clientsReachClients));
    }

    /// What it sent for a packet.
    List<Sent> route(long nowNanos, Member sender, byte[] packet) {
        sent.clear();
        router.route(nowNanos, sender, ByteBuffer.wrap(packet.clone()));
        return sent;
    }

    long dropped() {
        long sum = 0;
        for (DropReason reason : DropReason.values()) {
            sum += drops.of(reason);
        }
        return sum;
    }

    int flowCount() {
        return router.flowCount();
    }

    String drops() {
        return drops.byName().toString();
    }

    @Override
    public void accepted(Member sender, ByteBuffer packet) {}

    @Override
    public void send(Member target, ByteBuffer packet) {
        byte[] octets = new byte[packet.remaining()];
        packet.get(packet.position(), octets);
        sent.add(new Sent(target, octets));
    }

    private void add(Member member) {
        peers.put(member.toString(), member);
        routes.add(new RouteTable.Route<>(prefix(member.ipv4.toString()), member));
        routes.add(new RouteTable.Route<>(prefix(member.ipv6.toString()), member));
    }

    private SubnetMapping mapping(World.Subnet subnet) {
        return mappings.computeIfAbsent(
                subnet,
                _ ->
                        new SubnetMapping(
                                prefix(subnet.own().toString()),
                                prefix(subnet.mapped().toString())));
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
