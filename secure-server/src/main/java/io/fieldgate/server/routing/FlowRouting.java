package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.flow.Flow;
import io.fieldgate.server.flow.FlowKey;
import io.fieldgate.server.flow.FlowTable;
import io.fieldgate.server.flow.FragmentTable;
import io.fieldgate.server.flow.Idle;
import io.fieldgate.server.flow.Leg;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.policy.Verdict;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Routes packets between a client and a node by the flow that they belong to: where addresses are
/// translated, and where rules permit flows. Owned by the worker thread; allocates nothing in the
/// long run.
///
/// A flow remembers by which routes and rules it was judged. When there are newer ones, it is
/// judged again, as it was opened. A flow whose way would lead elsewhere now is refused and not led
/// there.
final class FlowRouting<P extends RoutedPeer> {
    private final Exit<P> exit;
    private final FlowTable<P> flows;
    private final FragmentTable<P> fragments;
    private final Headers headers = new Headers();
    private final Headers quoted = new Headers();
    private final FlowKey<P> key = new FlowKey<>();
    private final FlowKey<P> answerKey = new FlowKey<>();
    private final FlowKey<P> fragmentKey = new FlowKey<>();
    private final Way<P> way = new Way<>();
    private int generation;

    FlowRouting(Exit<P> exit, FlowTable<P> flows, FragmentTable<P> fragments) {
        this.exit = exit;
        this.flows = flows;
        this.fragments = fragments;
    }

    /// What becomes of a packet.
    interface Exit<P> {
        /// Whether it can be sent to this peer; if not, it has been counted and complained about.
        boolean passes(long nowNanos, P sender, P target, ByteBuffer packet);

        /// Send it.
        void send(P target, ByteBuffer packet);

        /// Count it, and tell its sender.
        void drop(long nowNanos, DropReason reason, P sender, ByteBuffer packet, Headers headers);
    }

    /// From now on other routes and rules hold.
    void renew() {
        generation++;
    }

    int flowCount() {
        return flows.size();
    }

    /// A packet that passed the ingress check and goes to no service and no other client.
    void route(long now, Routes<P> routes, P sender, ByteBuffer packet) {
        if (!headers.parse(packet)) {
            exit.drop(now, DropReason.MALFORMED_IP, sender, packet, headers);
        } else if (headers.isLaterFragment()) {
            follow(now, routes, sender, packet);
        } else if (headers.isIcmp() && IcmpKind.isError(headers.isIpv6(), headers.icmpType())) {
            relate(now, routes, sender, packet);
        } else {
            route(now, routes, sender, packet, lookup(now, routes, sender));
        }
    }

    private void route(
            long now, Routes<P> routes, P sender, ByteBuffer packet, @Nullable Leg<P> leg) {
        if (leg == null) {
            open(now, routes, sender, packet);
            return;
        }
        Flow<P> flow = leg.flow();
        flows.touch(now, flow, idle(flow));
        DropReason refusal = flow.refusal();
        if (refusal != null) {
            refuse(now, refusal, flow.verdict(), sender, packet);
        } else if (exit.passes(now, sender, leg.other().peer(), packet)) {
            pass(now, leg, packet);
        }
    }

    /// The flow of the packet; null if the packet begins a new one.
    private @Nullable Leg<P> lookup(long now, Routes<P> routes, P sender) {
        key.of(
                        sender,
                        headers.isIpv6(),
                        headers.protocol(),
                        headers.sourcePort(),
                        headers.destinationPort())
                .from(headers.sourceHigh(), headers.sourceLow())
                .to(headers.destinationHigh(), headers.destinationLow());
        Leg<P> leg = flows.find(now, key);
        if (leg == null) {
            return null;
        }
        judgeAnew(routes, leg.flow());
        boolean begins = headers.opensTcp() && (!leg.isOpener() || leg.flow().refusal() != null);
        return begins ? null : leg;
    }

    private void open(long now, Routes<P> routes, P sender, ByteBuffer packet) {
        DropReason refusal = routes.lead(key, way);
        Verdict verdict = null;
        if (refusal == null) {
            verdict = verdict(routes, key);
            refusal = verdict.refusal();
        }
        if (refusal == null) {
            refusal = noBeginning(now);
        }
        if (refusal != null || verdict == null) {
            refuse(now, refusal == null ? DropReason.NO_ROUTE : refusal, verdict, sender, packet);
            return;
        }
        if (!exit.passes(now, sender, way.target(), packet)) {
            return;
        }
        way.answers(key, answerKey);
        Flow<P> flow = flows.open(now, key, answerKey, idleOfNew());
        if (flow == null) {
            refuse(now, DropReason.TOO_MANY_FLOWS, null, sender, packet);
            return;
        }
        verdict.count(now);
        flow.judged(generation, null, verdict);
        pass(now, flow.opener(), packet);
    }

    /// Why a packet cannot begin a flow; null if it can. It must not, if it may be from the middle
    /// of a flow that began elsewhere.
    private @Nullable DropReason noBeginning(long now) {
        if (headers.isTcp() && !headers.opensTcp()) {
            way.answers(key, answerKey);
            boolean taken = flows.find(now, answerKey) != null;
            return way.isBySelection() || taken ? DropReason.OTHER_SITE : null;
        }
        boolean request =
                !headers.isIcmp() || IcmpKind.isRequest(headers.isIpv6(), headers.icmpType());
        return request ? null : DropReason.UNRELATED_ICMP;
    }

    private void pass(long now, Leg<P> leg, ByteBuffer packet) {
        if (headers.isFragment()) {
            fragmentKey(leg.peer());
            fragments.remember(now, fragmentKey, leg);
        }
        forward(leg, packet);
    }

    private void forward(Leg<P> leg, ByteBuffer packet) {
        Leg<P> receiver = leg.other();
        if (!headersRunFrom(receiver)) {
            Translation.readdress(
                    packet,
                    headers,
                    receiver.destinationHigh(),
                    receiver.destinationLow(),
                    receiver.sourceHigh(),
                    receiver.sourceLow());
        }
        exit.send(receiver.peer(), packet);
    }

    /// Whether the packet has the addresses already that its receiver knows.
    private boolean headersRunFrom(Leg<P> receiver) {
        return receiver.runsBetween(
                headers.destinationHigh(),
                headers.destinationLow(),
                headers.sourceHigh(),
                headers.sourceLow());
    }

    private void refuse(
            long now, DropReason refusal, @Nullable Verdict verdict, P sender, ByteBuffer packet) {
        if (verdict != null && !verdict.permits()) {
            verdict.count(now);
        }
        if (headers.isFragment()) {
            fragmentKey(sender);
            fragments.forget(fragmentKey);
        }
        exit.drop(now, refusal, sender, packet, headers);
    }

    /// A later fragment goes where the first went.
    private void follow(long now, Routes<P> routes, P sender, ByteBuffer packet) {
        fragmentKey(sender);
        Leg<P> leg = fragments.find(now, fragmentKey);
        if (leg == null) {
            exit.drop(now, DropReason.NO_FIRST_FRAGMENT, sender, packet, headers);
            return;
        }
        judgeAnew(routes, leg.flow());
        DropReason refusal = leg.flow().refusal();
        if (refusal != null) {
            refuse(now, refusal, leg.flow().verdict(), sender, packet);
        } else if (exit.passes(now, sender, leg.other().peer(), packet)) {
            forward(leg, packet);
        }
    }

    private void fragmentKey(P sender) {
        fragmentKey
                .of(
                        sender,
                        headers.isIpv6(),
                        headers.fragmentProtocol(),
                        headers.fragmentId() >>> 16,
                        headers.fragmentId() & 0xffff)
                .from(headers.sourceHigh(), headers.sourceLow())
                .to(headers.destinationHigh(), headers.destinationLow());
    }

    /// An ICMP error goes to where the packet that it quotes came from.
    private void relate(long now, Routes<P> routes, P sender, ByteBuffer packet) {
        Leg<P> leg = quotedLeg(now, sender, packet);
        if (leg == null) {
            exit.drop(now, DropReason.UNRELATED_ICMP, sender, packet, headers);
            return;
        }
        judgeAnew(routes, leg.flow());
        DropReason refusal = leg.flow().refusal();
        if (refusal != null) {
            refuse(now, refusal, leg.flow().verdict(), sender, packet);
            return;
        }
        if (!exit.passes(now, sender, leg.other().peer(), packet)) {
            return;
        }
        long high = headers.sourceHigh();
        long low = headers.sourceLow();
        if (high == leg.sourceHigh() && low == leg.sourceLow()) {
            high = leg.other().destinationHigh();
            low = leg.other().destinationLow();
        } else if (routes.sites().isPresent() && !isBySelection(routes.sites().get(), leg)) {
            // Not from the device itself but from a router in front of it.
            SubnetMapping mapping =
                    routes.sites().get().mapping(sender, headers.isIpv6(), high, low);
            high = mapping == null ? high : mapping.mappedHigh(high);
            low = mapping == null ? low : mapping.mappedLow(low);
        }
        IcmpError.translate(packet, headers, quoted, leg, high, low);
        exit.send(leg.other().peer(), packet);
    }

    private @Nullable Leg<P> quotedLeg(long now, P sender, ByteBuffer packet) {
        boolean readable =
                !headers.isFragment()
                        && IcmpKind.isForwardedError(headers.isIpv6(), headers.icmpType())
                        && quoted.parseQuoted(packet, IcmpError.quotedAt(headers))
                        && quoted.isIpv6() == headers.isIpv6()
                        && quoted.sourceHigh() == headers.destinationHigh()
                        && quoted.sourceLow() == headers.destinationLow();
        if (!readable) {
            return null;
        }
        key.of(
                        sender,
                        quoted.isIpv6(),
                        quoted.protocol(),
                        quoted.destinationPort(),
                        quoted.sourcePort())
                .from(quoted.destinationHigh(), quoted.destinationLow())
                .to(quoted.sourceHigh(), quoted.sourceLow());
        return flows.find(now, key);
    }

    /// Whether a node's leg belongs to a flow with one of its site's own addresses.
    private boolean isBySelection(Sites<P> sites, Leg<P> leg) {
        boolean untranslated =
                leg.other()
                        .runsBetween(
                                leg.destinationHigh(),
                                leg.destinationLow(),
                                leg.sourceHigh(),
                                leg.sourceLow());
        return untranslated
                && sites.mapping(leg.peer(), headers.isIpv6(), leg.sourceHigh(), leg.sourceLow())
                        != null;
    }

    private void judgeAnew(Routes<P> routes, Flow<P> flow) {
        if (flow.generation() == generation) {
            return;
        }
        FlowKey<P> opener = flow.opener();
        boolean owned =
                routes.belongsTo(
                        opener.peer(), opener.isIpv6(), opener.sourceHigh(), opener.sourceLow());
        DropReason refusal = owned ? routes.lead(opener, way) : DropReason.NO_ROUTE;
        Verdict verdict = null;
        if (refusal == DropReason.NOT_SELECTED
                || (refusal == null && !way.isAnsweredBy(flow.responder()))) {
            refusal = DropReason.OTHER_SITE;
        }
        if (refusal == null) {
            verdict = verdict(routes, opener);
            refusal = verdict.refusal();
        }
        flow.judged(generation, refusal, verdict);
    }

    /// What the rules say of a flow with this opener on the way that was found for it.
    private Verdict verdict(Routes<P> routes, FlowKey<P> opener) {
        boolean atClient = opener.peer().kind() == PeerKind.CLIENT;
        P client = atClient ? opener.peer() : way.target();
        if (routes.filter().isEmpty() || !routes.filter().isFiltered(client)) {
            return Verdict.UNFILTERED;
        }
        boolean hasPorts = opener.protocol() == Headers.TCP || opener.protocol() == Headers.UDP;
        return routes.filter()
                .judge(
                        client,
                        atClient ? way.target() : opener.peer(),
                        atClient,
                        opener.isIpv6(),
                        atClient ? way.destinationHigh() : opener.sourceHigh(),
                        atClient ? way.destinationLow() : opener.sourceLow(),
                        opener.protocol(),
                        hasPorts ? opener.destinationPort() : 0);
    }

    private Idle idle(Flow<P> flow) {
        return headers.closesTcp() ? Idle.TCP_CLOSING : idleOfOpen(flow);
    }

    /// A closing connection stays so until a new one begins with the same ports.
    private Idle idleOfOpen(Flow<P> flow) {
        boolean closing = flow.idle() == Idle.TCP_CLOSING && !headers.opensTcp();
        return closing ? Idle.TCP_CLOSING : idleOfNew();
    }

    private Idle idleOfNew() {
        if (headers.isTcp()) {
            return headers.closesTcp() ? Idle.TCP_CLOSING : Idle.TCP;
        }
        return headers.isIcmp() ? Idle.ICMP : Idle.DATAGRAM;
    }
}
