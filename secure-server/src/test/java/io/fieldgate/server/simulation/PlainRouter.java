package io.fieldgate.server.simulation;

import io.fieldgate.server.simulation.Outcome.Answer;
import io.fieldgate.server.simulation.PlainFlow.Life;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says what should become of each packet, from what is promised of Identical Networks and in the
/// simplest way. Remembers every flow for ever.
final class PlainRouter {
    private final World world;
    private final Map<Key, PlainFlow> flows = new HashMap<>();
    private final Map<PieceKey, Trail> trails = new HashMap<>();

    /// What packets of one flow in one direction have in common.
    private record Key(
            Member sender, Address from, Address to, int protocol, int fromPort, int toPort) {
        static Key of(Member sender, Packet packet) {
            return new Key(
                    sender,
                    packet.source(),
                    packet.destination(),
                    packet.protocol(),
                    packet.fromPort(),
                    packet.toPort());
        }
    }

    private record PieceKey(Member sender, Address from, Address to, int protocol, int id) {}

    /// Where the first fragment of a packet went.
    private record Trail(PlainFlow flow, boolean forth) {}

    PlainRouter(World world) {
        this.world = world;
    }

    Outcome decide(long now, Member sender, Packet packet) {
        if (!world.owns(sender, packet.source())) {
            return new Outcome.Dropped(Answer.NOTHING);
        }
        if (World.isGateway(packet.destination())) {
            return new Outcome.Pinged();
        }
        Member peer = world.at(packet.destination());
        if (sender.isClient() && peer != null && peer.isClient()) {
            return betweenClients(sender, peer, packet);
        }
        if (packet.isLaterPiece()) {
            return laterPiece(now, sender, packet);
        }
        if (packet.transport() instanceof Transport.Failure failure) {
            return failure(now, sender, packet, failure.quoted());
        }
        Outcome outcome = inFlow(now, sender, packet);
        if (packet.piece() != null && !(outcome instanceof Outcome.Open)) {
            remember(sender, packet, outcome instanceof Outcome.Delivered);
        }
        return outcome;
    }

    private Outcome betweenClients(Member sender, Member target, Packet packet) {
        boolean permitted =
                world.clientsReachClients
                        && sender != target
                        && !PlainRules.areAbout(world.rules, sender)
                        && !PlainRules.areAbout(world.rules, target);
        return permitted
                ? new Outcome.Delivered(target, packet.forwarded())
                : new Outcome.Dropped(Answer.ANY_ERROR);
    }

    private Outcome inFlow(long now, Member sender, Packet packet) {
        PlainFlow flow = flows.get(Key.of(sender, packet));
        Life life = flow == null ? Life.NO : flow.life(now);
        boolean opens = packet.transport() instanceof Transport.Tcp tcp && tcp.opens();
        if (opens || life == Life.NO) {
            return begin(now, sender, packet, flow, opens);
        }
        if (flow == null || life == Life.UNCLEAR) {
            return new Outcome.Open();
        }
        if (hasMoved(flow)) {
            flow.refused(now, packet);
            return new Outcome.Dropped(guard(packet));
        }
        if (!isPermitted(flow)) {
            flow.perhapsUsed(now, packet);
            return new Outcome.Dropped(Answer.ANY_ERROR);
        }
        flow.delivered(now, packet);
        return deliver(flow, isForth(flow, sender, packet), packet);
    }

    private Outcome begin(
            long now, Member sender, Packet packet, @Nullable PlainFlow old, boolean opens) {
        World.Way way = world.way(sender, packet.source(), packet.destination());
        PlainFlow flow = way == null ? null : new PlainFlow(sender, packet, way, now);
        boolean isMiddle = packet.transport() instanceof Transport.Tcp && !opens;
        if (isMiddle && sender.isClient() && world.isReal(packet.destination())) {
            boolean guards = flow != null && isPermitted(flow);
            return new Outcome.Dropped(guards ? guard(packet) : Answer.ANY);
        }
        boolean isReply = packet.transport() instanceof Transport.Echo echo && !echo.request();
        if (isReply || flow == null || !isPermitted(flow)) {
            if (old != null) {
                old.perhapsUsed(now, packet);
            }
            return new Outcome.Dropped(Answer.ANY_ERROR);
        }
        Key back = Key.of(flow.way.to(), turned(flow));
        PlainFlow other = flows.get(back);
        Life life = other == null || other == old ? Life.NO : other.life(now);
        if (isMiddle && life == Life.YES) {
            return new Outcome.Dropped(Answer.ANY);
        }
        if (isMiddle && life == Life.UNCLEAR) {
            return new Outcome.Open();
        }
        forget(old);
        forget(other);
        flows.put(Key.of(sender, packet), flow);
        flows.put(back, flow);
        flow.delivered(now, packet);
        return deliver(flow, true, packet);
    }

    /// Of two flows whose answers are alike, only the later one is known.
    private void forget(@Nullable PlainFlow flow) {
        if (flow != null) {
            flow.end();
            flows.remove(Key.of(flow.opener, flow.opening), flow);
            flows.remove(Key.of(flow.way.to(), turned(flow)), flow);
        }
    }

    /// An answer to the first packet, by its addresses and ports.
    private static Packet turned(PlainFlow flow) {
        Packet opening = flow.opening;
        Transport transport =
                switch (opening.transport()) {
                    case Transport.Tcp tcp ->
                            new Transport.Tcp(
                                    /* fromPort= */ tcp.toPort(),
                                    /* toPort= */ tcp.fromPort(),
                                    0,
                                    0,
                                    0);
                    case Transport.Udp udp ->
                            new Transport.Udp(
                                    /* fromPort= */ udp.toPort(),
                                    /* toPort= */ udp.fromPort(),
                                    true,
                                    0,
                                    0);
                    case Transport.Echo _, Transport.Other _, Transport.Failure _ ->
                            opening.transport();
                };
        return new Packet(
                /* source= */ flow.way.destination(),
                /* destination= */ flow.way.source(),
                0,
                transport,
                null);
    }

    private static boolean isForth(PlainFlow flow, Member sender, Packet packet) {
        return Key.of(sender, packet).equals(Key.of(flow.opener, flow.opening));
    }

    private static Outcome deliver(PlainFlow flow, boolean forth, Packet packet) {
        Packet changed =
                forth
                        ? packet.between(flow.way.source(), flow.way.destination())
                        : packet.between(
                                /* newSource= */ flow.opening.destination(),
                                /* newDestination= */ flow.opening.source());
        return new Outcome.Delivered(forth ? flow.way.to() : flow.opener, changed.forwarded());
    }

    /// Whether a flow would go elsewhere if it began now.
    private boolean hasMoved(PlainFlow flow) {
        Address source = flow.opening.source();
        return !world.owns(flow.opener, source)
                || !flow.way.equals(world.way(flow.opener, source, flow.opening.destination()));
    }

    private boolean isPermitted(PlainFlow flow) {
        boolean clientOpens = flow.opener.isClient();
        return PlainRules.permit(
                world.rules,
                clientOpens ? flow.opener : flow.way.to(),
                clientOpens ? flow.way.to() : flow.opener,
                clientOpens ? flow.way.destination() : flow.opening.source(),
                flow.opening.protocol(),
                flow.opening.toPort(),
                clientOpens);
    }

    private static Answer guard(Packet packet) {
        if (packet.transport() instanceof Transport.Tcp tcp) {
            return (tcp.flags() & Transport.Tcp.RST) != 0 ? Answer.NOTHING : Answer.RESET;
        }
        // Whether answers to pings are complained about is left to the product.
        boolean isReply = packet.transport() instanceof Transport.Echo echo && !echo.request();
        return isReply ? Answer.ANY_ERROR : Answer.PROHIBITED;
    }

    private void remember(Member sender, Packet packet, boolean delivered) {
        PlainFlow flow = flows.get(Key.of(sender, packet));
        if (delivered && flow != null) {
            trails.put(pieceKey(sender, packet), new Trail(flow, isForth(flow, sender, packet)));
        } else {
            trails.remove(pieceKey(sender, packet));
        }
    }

    private static PieceKey pieceKey(Member sender, Packet packet) {
        Packet.Piece piece = packet.piece();
        return new PieceKey(
                sender,
                packet.source(),
                packet.destination(),
                packet.protocol(),
                piece == null ? 0 : piece.id());
    }

    private Outcome laterPiece(long now, Member sender, Packet packet) {
        Trail trail = trails.get(pieceKey(sender, packet));
        if (trail == null) {
            return new Outcome.Dropped(Answer.NOTHING);
        }
        PlainFlow flow = trail.flow();
        if (flow.life(now) != Life.YES) {
            return new Outcome.Open();
        }
        flow.perhapsUsed(now, packet);
        return hasMoved(flow) || !isPermitted(flow)
                ? new Outcome.Dropped(Answer.NOTHING)
                : deliver(flow, trail.forth(), packet);
    }

    /// An ICMP error about a packet that its sender got.
    private Outcome failure(long now, Member sender, Packet packet, Packet quoted) {
        Key answer =
                new Key(
                        sender,
                        /* from= */ quoted.destination(),
                        /* to= */ quoted.source(),
                        quoted.protocol(),
                        /* fromPort= */ quoted.toPort(),
                        /* toPort= */ quoted.fromPort());
        PlainFlow flow = flows.get(answer);
        Life life = flow == null ? Life.NO : flow.life(now);
        if (flow == null || life == Life.NO) {
            return new Outcome.Dropped(Answer.NOTHING);
        }
        if (life == Life.UNCLEAR) {
            return new Outcome.Open();
        }
        flow.perhapsUsed(now, packet);
        if (hasMoved(flow) || !isPermitted(flow)) {
            return new Outcome.Dropped(Answer.NOTHING);
        }
        return quote(flow, answer, sender, packet, quoted);
    }

    private Outcome quote(PlainFlow flow, Key answer, Member sender, Packet packet, Packet quoted) {
        boolean forth = answer.equals(Key.of(flow.opener, flow.opening));
        Address here = forth ? flow.opening.source() : flow.way.destination();
        Address there = forth ? flow.opening.destination() : flow.way.source();
        Address hereSeen = forth ? flow.way.source() : flow.opening.destination();
        Address thereSeen = forth ? flow.way.destination() : flow.opening.source();
        Address source = packet.source();
        if (source.equals(here)) {
            source = hereSeen;
        } else if ((sender.isAt(here) || !here.equals(hereSeen)) && !sender.isAt(source)) {
            // A site's own addresses are seen only in flows that were opened to them.
            Address mapped = world.mapped(sender, source);
            source = mapped == null ? source : mapped;
        }
        Address destination = packet.destination().equals(there) ? thereSeen : packet.destination();
        Packet changed = packet.between(source, destination);
        return new Outcome.Delivered(
                forth ? flow.way.to() : flow.opener,
                changed.quoting(quoted.between(thereSeen, hereSeen)).forwarded());
    }
}
