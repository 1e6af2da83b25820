package io.fieldgate.server.routing;

import io.fieldgate.server.flow.FlowTable;
import io.fieldgate.server.flow.FragmentTable;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decides where a packet from a peer goes. Owned by one worker thread; allocates nothing.
///
/// The source of a packet must be its sender's own: the longest prefix that contains it must lead
/// to the sender, or, in Identical Networks, it must be in a subnet behind the sender. Packets
/// whose flow must be known go through [FlowRouting].
public final class Router<P extends RoutedPeer> {
    private static final int ERRORS_PER_SECOND = 200;
    private static final long SECOND = 1_000_000_000L;

    private final DropCounters drops;
    private final Egress<P> egress;
    private final FlowRouting<P> flows;
    private final GatewayService.Reply<P> replies = this::sendFromGateway;
    private final ByteBuffer error = ByteBuffer.allocate(Icmpv6.MAX_ERROR);
    private GatewayService<P> service = (_, _, _, _) -> false;
    private @Nullable Routes<P> routes;
    private long errorWindowStart;
    private int errorsInWindow;

    /// A router with tables of the usual size.
    ///
    /// @param seed random, for the tables
    public Router(DropCounters drops, Egress<P> egress, long seed) {
        this(
                drops,
                egress,
                new FlowTable<>(FlowTable.USUAL_LIMIT, seed),
                new FragmentTable<>(FragmentTable.USUAL_LIMIT, seed));
    }

    /// A router with these tables, which are its own from now on.
    public Router(
            DropCounters drops,
            Egress<P> egress,
            FlowTable<P> flowTable,
            FragmentTable<P> fragmentTable) {
        this.drops = drops;
        this.egress = egress;
        this.flows = new FlowRouting<>(new FlowExit(), flowTable, fragmentTable);
    }

    /// Where packets go out.
    public interface Egress<P> {
        /// A packet that passed the ingress check; called before the packet is changed.
        void accepted(P sender, ByteBuffer packet);

        /// Takes a packet over whose flow another router knows.
        ///
        /// @param target who has the destination's address, if that is a peer's
        /// @return whether it was taken
        default boolean leadsElsewhere(P sender, @Nullable P target, ByteBuffer packet) {
            return false;
        }

        /// Send this IP packet to a peer, which is connected. Valid during the call only.
        void send(P target, ByteBuffer packet);
    }

    /// From now on these routes and rules hold, also for flows that are open.
    public void install(Routes<P> newRoutes) {
        routes = newRoutes;
        flows.renew();
    }

    /// From now on packets to the gateway that are no echo request are offered to this service.
    public void serve(GatewayService<P> newService) {
        service = newService;
    }

    /// Sends what the gateway itself has to say.
    public GatewayService.Reply<P> replies() {
        return replies;
    }

    /// How many flows are known.
    public int flowCount() {
        return flows.flowCount();
    }

    /// Forwards, answers or drops a packet that came out of a peer's tunnel.
    public void route(long nowNanos, P sender, ByteBuffer packet) {
        Routes<P> current = routes;
        if (current == null) {
            drops.count(DropReason.NOT_SERVING);
        } else if (!IpPacket.trim(packet)) {
            drops.count(DropReason.MALFORMED_IP);
        } else if (IpPacket.version(packet) == 4) {
            routeIpv4(nowNanos, current, sender, packet);
        } else {
            routeIpv6(nowNanos, current, sender, packet);
        }
    }

    /// Leads a packet that passed another router's ingress check by the flow that this one knows.
    public void lead(long nowNanos, P sender, ByteBuffer packet) {
        Routes<P> current = routes;
        if (current != null) {
            flows.route(nowNanos, current, sender, packet);
        }
    }

    private void routeIpv4(long nowNanos, Routes<P> current, P sender, ByteBuffer packet) {
        if (!current.belongsTo(sender, false, 0, IpPacket.source(packet) & 0xffffffffL)) {
            drops.count(DropReason.SPOOFED_SOURCE);
            return;
        }
        egress.accepted(sender, packet);
        int destination = IpPacket.destination(packet);
        if (destination == current.networks().gateway()) {
            answer(nowNanos, sender, packet, Icmp.turnEchoRequest(packet));
        } else if (isNotUnicast(destination, current.networks().ipv4())) {
            drops.count(DropReason.NOT_UNICAST);
        } else {
            forward(nowNanos, current, sender, current.table().find(destination), packet);
        }
    }

    private void routeIpv6(long nowNanos, Routes<P> current, P sender, ByteBuffer packet) {
        int position = packet.position();
        long high = packet.getLong(position + 24);
        long low = packet.getLong(position + 32);
        if (isNotUnicast(high)) {
            // Before the source is looked at: every host asks its link for routers now and then,
            // from a link-local address, and means no harm.
            drops.count(DropReason.NOT_UNICAST);
            return;
        }
        boolean own =
                current.belongsTo(
                        sender, true, packet.getLong(position + 8), packet.getLong(position + 16));
        if (!own) {
            drops.count(DropReason.SPOOFED_SOURCE);
            return;
        }
        egress.accepted(sender, packet);
        if (current.networks().isGateway(high, low)) {
            answer(nowNanos, sender, packet, Icmpv6.turnEchoRequest(packet));
        } else {
            forward(nowNanos, current, sender, current.table().find(high, low), packet);
        }
    }

    private void forward(
            long nowNanos, Routes<P> current, P sender, @Nullable P target, ByteBuffer packet) {
        if (current.areTracked(sender, target)) {
            if (!egress.leadsElsewhere(sender, target, packet)) {
                flows.route(nowNanos, current, sender, packet);
            }
            return;
        }
        DropReason refused = current.refusal(sender, target);
        if (refused == null && !current.filter().isEmpty() && isBarred(current, sender, target)) {
            refused = DropReason.DENIED_BY_DEFAULT;
        }
        if (refused != null || target == null) {
            DropReason reason = refused == null ? DropReason.NO_ROUTE : refused;
            drop(nowNanos, reason, 0, sender, packet);
        } else if (passes(nowNanos, sender, target, packet)) {
            egress.send(target, packet);
        }
    }

    /// Whether these are two clients, one of which rules name.
    private static <P extends RoutedPeer> boolean isBarred(
            Routes<P> current, P sender, @Nullable P target) {
        return target != null
                && (current.filter().isFiltered(sender) || current.filter().isFiltered(target));
    }

    /// Whether a packet can be sent on; if so, it has one hop less to go.
    private boolean passes(long nowNanos, P sender, P target, ByteBuffer packet) {
        int mtu = target.mtu();
        DropReason refused = null;
        if (!target.isConnected()) {
            refused = DropReason.PEER_OFFLINE;
        } else if (!IpPacket.decrementTtl(packet)) {
            refused = DropReason.TTL_EXPIRED;
        } else if (packet.remaining() > mtu) {
            refused =
                    IpPacket.mustNotFragment(packet)
                            ? DropReason.PACKET_TOO_BIG
                            : DropReason.NOT_FRAGMENTED;
        }
        if (refused != null) {
            drop(nowNanos, refused, mtu, sender, packet);
        }
        return refused == null;
    }

    /// The gateway answers echo requests, and what its service answers.
    private void answer(long nowNanos, P sender, ByteBuffer packet, boolean isReply) {
        if (isReply) {
            egress.send(sender, packet);
        } else if (!service.offer(nowNanos, sender, packet, replies)) {
            drops.count(DropReason.NO_SUCH_SERVICE);
        }
    }

    private boolean sendFromGateway(P target, ByteBuffer packet) {
        boolean fits = target.isConnected() && packet.remaining() <= target.mtu();
        if (fits) {
            egress.send(target, packet);
        }
        return fits;
    }

    private void drop(long nowNanos, DropReason reason, int mtu, P sender, ByteBuffer packet) {
        drops.count(reason);
        Routes<P> current = routes;
        Problem problem = Problem.of(reason);
        if (problem == null || current == null || !mayComplain(nowNanos)) {
            return;
        }
        VpnNetworks gateway = current.networks();
        boolean written =
                IpPacket.version(packet) == 6
                        ? Icmpv6.writeError(problem, mtu, packet, gateway, error)
                        : Icmp.writeError(problem, mtu, packet, gateway.gateway(), error);
        if (written) {
            egress.send(sender, error);
        }
    }

    private final class FlowExit implements FlowRouting.Exit<P> {
        @Override
        public boolean passes(long nowNanos, P sender, P target, ByteBuffer packet) {
            return Router.this.passes(nowNanos, sender, target, packet);
        }

        @Override
        public void send(P target, ByteBuffer packet) {
            egress.send(target, packet);
        }

        /// A connection that must not go on is reset, so that its program begins anew at once.
        @Override
        public void drop(
                long nowNanos, DropReason reason, P sender, ByteBuffer packet, Headers headers) {
            if (reason != DropReason.OTHER_SITE || !headers.isTcp()) {
                Router.this.drop(nowNanos, reason, 0, sender, packet);
                return;
            }
            drops.count(reason);
            if (mayComplain(nowNanos) && TcpReset.write(packet, headers, error)) {
                egress.send(sender, error);
            }
        }
    }

    /// Errors are a courtesy; a flood of bad packets must not double itself.
    private boolean mayComplain(long nowNanos) {
        if (nowNanos - errorWindowStart >= SECOND || errorWindowStart == 0) {
            errorWindowStart = nowNanos;
            errorsInWindow = 0;
        }
        return errorsInWindow++ < ERRORS_PER_SECOND;
    }

    private static boolean isNotUnicast(int destination, Prefix network) {
        int highestOctet = destination >>> 24;
        boolean multicastOrReserved = highestOctet >= 224 || highestOctet == 0;
        return multicastOrReserved || highestOctet == 127 || destination == (int) network.lastLow();
    }

    /// Multicast (ff00::/8) and link-local (fe80::/10).
    private static boolean isNotUnicast(long high) {
        return high >>> 56 == 0xff || high >>> 54 == 0x3fa;
    }
}
