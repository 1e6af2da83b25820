package io.fieldgate.server.service;

import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.server.routing.GatewayService;
import io.fieldgate.server.routing.Prefix;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One probe that waits for its answer. Asks again each second: the first packet may be lost while
/// the site still looks for the device's hardware address.
final class Probing<P> {
    static final long LIMIT_NANOS = 2_800_000_000L;
    private static final long AGAIN_NANOS = 1_000_000_000L;
    private static final int FIRST_PORT = 49_152;

    private final P node;
    private final Wanted wanted;
    private final long begun;
    private final int identifier;
    private final long token;
    private final int ownPort;
    private final int sequence;
    private int sent;
    private boolean echoed;
    private int echoMillis;
    private @Nullable Outcome outcome;

    /// What is asked.
    ///
    /// @param gateway where the question comes from
    /// @param address the device's own address at the site
    /// @param port TCP port, or null for an echo request only
    record Wanted(String id, Prefix gateway, Prefix address, @Nullable Integer port) {}

    Probing(long nowNanos, P node, Wanted wanted, RandomGenerator random) {
        this.node = node;
        this.wanted = wanted;
        begun = nowNanos;
        identifier = random.nextInt(1 << 16);
        token = random.nextLong();
        ownPort = random.nextInt(FIRST_PORT, 1 << 16);
        sequence = random.nextInt();
    }

    String id() {
        return wanted.id();
    }

    /// Null as long as it waits.
    @Nullable Outcome outcome() {
        return outcome;
    }

    /// When to call [#advance] next.
    long due() {
        return begun + Math.min(sent * AGAIN_NANOS, LIMIT_NANOS);
    }

    /// From the question to the answer; 0 if there was none.
    int millis(long nowNanos) {
        if (outcome == Outcome.SILENT) {
            return 0;
        }
        return echoed && wanted.port() != null && nowNanos - begun >= LIMIT_NANOS
                ? echoMillis
                : since(nowNanos);
    }

    /// Sends what is due, and gives up when the time is over.
    void advance(long nowNanos, GatewayService.Reply<P> out) {
        if (nowNanos - begun >= LIMIT_NANOS) {
            // A device that answers the echo request but not on the port is there, and does not
            // take the connection.
            outcome = echoed ? Outcome.REFUSED : Outcome.SILENT;
            return;
        }
        if (due() - nowNanos > 0) {
            return;
        }
        sent++;
        Integer port = wanted.port();
        if (!echoed) {
            out.send(
                    node,
                    Echo.request(wanted.gateway(), wanted.address(), identifier, sent, token));
        }
        if (port != null) {
            TcpSegment syn = new TcpSegment(ownPort, port, sequence, 0, TcpSegment.SYN);
            out.send(node, syn.packet(wanted.gateway(), wanted.address()));
        }
    }

    /// Whether a packet is about this probe; takes it then.
    boolean take(long nowNanos, P sender, InnerPacket packet, GatewayService.Reply<P> out) {
        if (!sender.equals(node)
                || !packet.source().equals(wanted.address())
                || !packet.destination().equals(wanted.gateway())) {
            return false;
        }
        if (Echo.isReply(packet, identifier, token)) {
            if (!echoed) {
                echoed = true;
                echoMillis = since(nowNanos);
            }
            if (wanted.port() == null) {
                outcome = Outcome.ANSWERED;
            }
            return true;
        }
        return packet.protocol() == InnerPacket.TCP && takeTcp(packet, out);
    }

    private boolean takeTcp(InnerPacket packet, GatewayService.Reply<P> out) {
        TcpSegment segment = TcpSegment.read(packet);
        Integer port = wanted.port();
        if (port == null
                || segment.sourcePort() != port
                || segment.destinationPort() != ownPort
                || !segment.has(TcpSegment.ACK)
                || segment.acknowledgement() != sequence + 1) {
            return false;
        }
        if (segment.has(TcpSegment.RST)) {
            outcome = Outcome.REFUSED;
        } else if (segment.has(TcpSegment.SYN)) {
            outcome = Outcome.ANSWERED;
            out.send(node, TcpSegment.reset(packet));
        }
        return true;
    }

    private int since(long nowNanos) {
        return (int) ((nowNanos - begun) / 1_000_000);
    }
}
