package io.fieldgate.server.benchmarks;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.filter.PolicyCompiler;
import io.fieldgate.server.flow.FlowTable;
import io.fieldgate.server.policy.DropCounters;
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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A TCP segment of 100 octets through the whole router in Identical Networks: source check, flow,
/// rule, translation with checksums, hop count. There are as many sites with the same subnet, and
/// as many rules about the client, as the parameter says; the flow table is full, and packets are
/// of 1000 flows to sites far apart. The time includes copying the segment into the buffer.
public class FlowPacket extends InNanoseconds {
    private static final int FLOWS = 1000;
    private static final int CLIENT = 100 << 24 | 64 << 16 | 2;
    private static final int NODES = 101 << 24;
    private static final int OWN = 192 << 24 | 168 << 16 | 1 << 8;
    private static final int MAPPED = 10 << 24 | 128 << 16;
    private static final int SUBNET = 29;
    private static final int HOSTS = 8;
    private static final int LENGTH = 100;
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final long MICROSECOND = 1000;

    /// With as many bits as a random one has; the table is no faster than its hashes are good.
    private static final long SEED = 0x9e3779b97f4a7c15L;

    /// How many sites and rules.
    @Param({"10", "1000", "100000"})
    public int sites;

    private final BenchPeer client = new BenchPeer(PeerKind.CLIENT);
    private final List<BenchPeer> nodes = new ArrayList<>();
    private final List<byte[]> questions = new ArrayList<>();
    private final List<byte[]> answers = new ArrayList<>();
    private final List<byte[]> openings = new ArrayList<>();
    private final List<BenchPeer> answering = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
    private final Sink sink = new Sink();
    private final Router<BenchPeer> router = new Router<>(new DropCounters(), sink, SEED);
    private long now = 1;
    private int next;
    private int port;

    private static final class Sink implements Router.Egress<BenchPeer> {
        private long sent;

        @Override
        public void accepted(BenchPeer sender, ByteBuffer packet) {}

        @Override
        public void send(BenchPeer target, ByteBuffer packet) {
            sent++;
        }
    }

    /// Makes sites and rules, and opens the flows.
    @Setup
    public void prepare() {
        Map<BenchPeer, List<SubnetMapping>> subnets = new HashMap<>();
        Map<String, BenchPeer> names = new HashMap<>(Map.of("client", client));
        List<RouteTable.Route<BenchPeer>> routes = new ArrayList<>();
        List<Policy.Rule> rules = new ArrayList<>();
        routes.add(new RouteTable.Route<>(Prefix.ipv4(CLIENT, 32), client));
        Prefix own = Prefix.ipv4(OWN, SUBNET);
        for (int i = 0; i < sites; i++) {
            BenchPeer node = new BenchPeer(PeerKind.NODE);
            nodes.add(node);
            names.put("node-" + i, node);
            routes.add(new RouteTable.Route<>(Prefix.ipv4(NODES + i, 32), node));
            Prefix mapped = Prefix.ipv4(MAPPED + i * HOSTS, SUBNET);
            subnets.put(node, List.of(new SubnetMapping(own, mapped)));
            rules.add(rule(i, own));
        }
        router.install(
                new Routes<>(
                        RoutingMode.IDENTICAL_NETWORKS,
                        new VpnNetworks(Prefix.ipv4(CLIENT, 10), Optional.empty()),
                        new RouteTable<>(routes),
                        Optional.of(new Sites<>(subnets, Map.of())),
                        PolicyCompiler.compile(new Policy(rules), names::get, new RuleCounters())
                                .policy(),
                        false));
        for (int i = 0; i < FLOWS; i++) {
            int site = (int) ((long) i * sites / FLOWS);
            int mapped = MAPPED + site * HOSTS + 2;
            openings.add(segment(CLIENT, 5000 + i, mapped, 502, SYN));
            questions.add(segment(CLIENT, 5000 + i, mapped, 502, ACK));
            answers.add(segment(OWN + 2, 502, CLIENT, 5000 + i, ACK));
            answering.add(nodes.get(site));
        }
        fillTable();
    }

    /// The table is full and its last flows are those that packets will be of.
    private void fillTable() {
        for (int i = 0; i < 2 * FlowTable.USUAL_LIMIT; i++) {
            opening();
        }
        long before = sink.sent;
        for (byte[] question : questions) {
            byte[] opening = question.clone();
            opening[33] = SYN;
            route(client, opening);
        }
        if (sink.sent - before != FLOWS || router.flowCount() < FlowTable.USUAL_LIMIT) {
            throw new IllegalStateException("the flows could not be opened");
        }
    }

    private static Policy.Rule rule(int site, Prefix own) {
        return new Policy.Rule(
                "rule-" + site,
                List.of("client"),
                List.of(new Policy.Target("node-" + site, own.toString())),
                Policy.Protocol.TCP,
                List.of(new Policy.PortRange(502, 502)),
                Policy.Direction.FROM_CLIENT,
                Policy.Effect.ALLOW);
    }

    /// From the client to a mapped address.
    @Benchmark
    public long question() {
        return route(client, questions.get(turn()));
    }

    /// From the device back.
    @Benchmark
    public long answer() {
        int turn = turn();
        return route(answering.get(turn), answers.get(turn));
    }

    /// The first segment of a connection; in the long run each pushes an old flow out.
    @Benchmark
    public long opening() {
        byte[] opening = openings.get(turn());
        port = port + 1 & 0xffff;
        opening[20] = (byte) (port >> 8);
        opening[21] = (byte) port;
        return route(client, opening);
    }

    private int turn() {
        next = next + 1 == FLOWS ? 0 : next + 1;
        return next;
    }

    private long route(BenchPeer sender, byte[] packet) {
        buffer.clear().put(packet).flip();
        now += MICROSECOND;
        router.route(now, sender, buffer);
        return sink.sent;
    }

    /// Checksums are adjusted, not checked, so they need not be right.
    private static byte[] segment(int from, int fromPort, int to, int toPort, int flags) {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        out.putInt(0x45000000 | LENGTH).putInt(0).putInt(64 << 24 | 6 << 16);
        out.putInt(from).putInt(to).putShort((short) fromPort).putShort((short) toPort);
        out.putInt(1).putInt(2).put((byte) 0x50).put((byte) flags).putShort((short) 1000);
        return out.array();
    }
}
