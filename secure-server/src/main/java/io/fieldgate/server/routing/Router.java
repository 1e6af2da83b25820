package io.fieldgate.server.routing;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decides where a packet from a peer goes. Owned by the worker thread; allocates nothing.
///
/// The source of a packet must be its sender's own: the longest prefix that contains it must lead
/// to the sender. That one check covers VPN addresses and subnets alike.
public final class Router<P extends RoutedPeer> {
    private static final int ERRORS_PER_SECOND = 200;
    private static final long SECOND = 1_000_000_000L;

    private final DropCounters drops;
    private final Egress<P> egress;
    private final ByteBuffer error = ByteBuffer.allocate(Icmpv6.MAX_ERROR);
    private @Nullable Routes<P> routes;
    private long errorWindowStart;
    private int errorsInWindow;

    public Router(DropCounters drops, Egress<P> egress) {
        this.drops = drops;
        this.egress = egress;
    }

    /// Where packets go out.
    public interface Egress<P> {
        /// A packet that passed the ingress check; called before the packet is changed.
        void accepted(P sender, ByteBuffer packet);

        /// Send this IP packet to a peer, which is connected. Valid during the call only.
        void send(P target, ByteBuffer packet);
    }

    /// From now on these routes hold.
    public void install(Routes<P> newRoutes) {
        routes = newRoutes;
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

    private void routeIpv4(long nowNanos, Routes<P> current, P sender, ByteBuffer packet) {
        if (!sender.equals(current.table().find(IpPacket.source(packet)))) {
            drops.count(DropReason.SPOOFED_SOURCE);
            return;
        }
        egress.accepted(sender, packet);
        int destination = IpPacket.destination(packet);
        if (destination == current.networks().gateway()) {
            answer(sender, packet, Icmp.turnEchoRequest(packet));
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
        P owner = current.table().find(packet.getLong(position + 8), packet.getLong(position + 16));
        if (!sender.equals(owner)) {
            drops.count(DropReason.SPOOFED_SOURCE);
            return;
        }
        egress.accepted(sender, packet);
        if (current.networks().isGateway(high, low)) {
            answer(sender, packet, Icmpv6.turnEchoRequest(packet));
        } else {
            forward(nowNanos, current, sender, current.table().find(high, low), packet);
        }
    }

    private void forward(
            long nowNanos, Routes<P> current, P sender, @Nullable P target, ByteBuffer packet) {
        DropReason refused = refusal(current, sender, target);
        int mtu = 0;
        if (refused == null && target != null) {
            mtu = target.mtu();
            if (!IpPacket.decrementTtl(packet)) {
                refused = DropReason.TTL_EXPIRED;
            } else if (packet.remaining() > mtu) {
                refused =
                        IpPacket.mustNotFragment(packet)
                                ? DropReason.PACKET_TOO_BIG
                                : DropReason.NOT_FRAGMENTED;
            } else {
                egress.send(target, packet);
                return;
            }
        }
        if (refused != null) {
            drops.count(refused);
            complain(nowNanos, refused, mtu, current.networks(), sender, packet);
        }
    }

    private @Nullable DropReason refusal(Routes<P> current, P sender, @Nullable P target) {
        if (target == null) {
            return DropReason.NO_ROUTE;
        }
        if (target.equals(sender)) {
            return DropReason.BACK_TO_SENDER;
        }
        if (!ModeRule.permits(current.mode(), sender.kind(), target.kind())) {
            return DropReason.FORBIDDEN_BY_MODE;
        }
        return target.isConnected() ? null : DropReason.PEER_OFFLINE;
    }

    /// The gateway answers echo requests and nothing else.
    private void answer(P sender, ByteBuffer packet, boolean isReply) {
        if (isReply) {
            egress.send(sender, packet);
        } else {
            drops.count(DropReason.NO_SUCH_SERVICE);
        }
    }

    private void complain(
            long nowNanos,
            DropReason reason,
            int mtu,
            VpnNetworks gateway,
            P sender,
            ByteBuffer packet) {
        Problem problem =
                switch (reason) {
                    case NO_ROUTE -> Problem.NETWORK_UNREACHABLE;
                    case PEER_OFFLINE -> Problem.HOST_UNREACHABLE;
                    case FORBIDDEN_BY_MODE -> Problem.PROHIBITED;
                    case TTL_EXPIRED -> Problem.TTL_EXPIRED;
                    case PACKET_TOO_BIG -> Problem.TOO_BIG;
                    default -> null;
                };
        if (problem == null || !mayComplain(nowNanos)) {
            return;
        }
        boolean written =
                IpPacket.version(packet) == 6
                        ? Icmpv6.writeError(problem, mtu, packet, gateway, error)
                        : Icmp.writeError(problem, mtu, packet, gateway.gateway(), error);
        if (written) {
            egress.send(sender, error);
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
