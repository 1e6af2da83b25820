package io.fieldgate.server.service;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.GatewayService;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RoutedPeer;
import io.fieldgate.server.routing.VpnNetworks;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything that the secure server does at its gateway addresses, beside answering echo requests:
/// names and probes. Owned by the worker thread.
///
/// @param <P> the peers
public final class GatewayServices<P extends RoutedPeer> implements GatewayService<P> {
    /// More than any resolver asks for a page, little enough that one peer disturbs no other.
    private static final int PER_SECOND = 50;

    private static final int BURST = 200;

    private final RateLimit<P> limit = new RateLimit<>(PER_SECOND, BURST);
    private final DropCounters drops;
    private final NameService<P> names;
    private final Prober<P> prober;

    /// Services that are off until [#install].
    ///
    /// @param around what they need around them
    /// @param out takes what is sent without a question
    public GatewayServices(Around around, NameDirectory<P> directory, GatewayService.Reply<P> out) {
        drops = around.drops();
        names = new NameService<>(directory, around.forwarder(), around.worker(), drops);
        prober = new Prober<>(around.random(), out, around.events(), around.clock(), around.log());
    }

    /// @param worker runs what other threads set off
    /// @param forwarder asks for names that are not ours
    /// @param random makes what strangers must not guess
    public record Around(
            Executor worker,
            Forwarder forwarder,
            RandomGenerator random,
            InstantSource clock,
            DropCounters drops,
            Consumer<ServerEvent> events,
            EventLog log) {}

    /// Whether these names could be put in force.
    public static boolean canAnswer(ServerSettings.Names names) {
        return NameService.problem(names).isEmpty();
    }

    /// From now on these names are answered.
    ///
    /// @return why they cannot be, in words an operator understands
    public Optional<String> install(ServerSettings.@Nullable Names wanted, VpnNetworks networks) {
        Optional<String> problem = wanted == null ? Optional.empty() : NameService.problem(wanted);
        names.install(problem.isPresent() ? null : wanted, networks);
        return problem;
    }

    /// Asks a device; the answer is an event.
    ///
    /// @param node null if there is no such node
    /// @param address null if the node has no such address behind it
    /// @param gateway the gateway's address of the same family
    public void probe(
            long nowNanos,
            Probe probe,
            @Nullable P node,
            @Nullable Prefix address,
            @Nullable Prefix gateway) {
        if (node == null || !node.isConnected()) {
            prober.settle(probe.id(), Outcome.NODE_OFFLINE);
        } else if (address == null || gateway == null) {
            prober.settle(probe.id(), Outcome.NOT_BEHIND_NODE);
        } else {
            prober.start(
                    nowNanos, node, new Probing.Wanted(probe.id(), gateway, address, probe.port()));
        }
    }

    /// Does what is due.
    ///
    /// @return when there is something to do next, at the latest at `otherwise`
    public long runDue(long nowNanos, long otherwise) {
        return prober.runDue(nowNanos, otherwise);
    }

    @Override
    public boolean offer(long nowNanos, P sender, ByteBuffer packet, GatewayService.Reply<P> out) {
        InnerPacket inner = InnerPacket.read(packet);
        if (inner == null) {
            return false;
        }
        if (prober.take(nowNanos, sender, inner)) {
            return true;
        }
        return switch (inner.protocol()) {
            case InnerPacket.UDP -> datagram(nowNanos, sender, inner, out);
            case InnerPacket.TCP -> refuse(nowNanos, sender, inner, out);
            default -> false;
        };
    }

    private boolean datagram(
            long nowNanos, P sender, InnerPacket packet, GatewayService.Reply<P> out) {
        UdpMessage datagram = UdpMessage.read(packet);
        if (datagram == null || datagram.destinationPort() != NameService.PORT || !names.isOn()) {
            return false;
        }
        if (limit.take(nowNanos, sender)) {
            names.receive(sender, packet, datagram, out);
        } else {
            drops.count(DropReason.GATEWAY_LIMIT);
        }
        return true;
    }

    /// Whoever tries TCP is told at once that there is nothing, and need not wait.
    private boolean refuse(
            long nowNanos, P sender, InnerPacket packet, GatewayService.Reply<P> out) {
        if (!TcpSegment.read(packet).has(TcpSegment.RST) && limit.take(nowNanos, sender)) {
            out.send(sender, TcpSegment.reset(packet));
        }
        return false;
    }
}
