package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.EarlyNegotiation;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.HandshakeCookie;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.TlsCrypt;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.WrappedClientKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/// The gate of a server that speaks tls-crypt-v2 only.
///
/// Work for a packet of nobody: two HMACs, no state.
final class TlsCryptV2Gate implements ServerGate {
    private static final int COOKIE_REPLY_PACKET_ID = 1;

    private final ServerConfig config;
    private final RandomGenerator random;
    private final HandshakeBudget budget;
    private final byte[] cookieSecret;
    private final HandshakeCookie cookie;
    private final TlsCryptV2ServerKey serverKey;

    TlsCryptV2Gate(ServerConfig config, RandomGenerator random) {
        this(config, random, new HandshakeBudget(config.limits()), secret(random));
    }

    private TlsCryptV2Gate(
            ServerConfig config,
            RandomGenerator random,
            HandshakeBudget budget,
            byte[] cookieSecret) {
        this.config = config;
        this.random = random;
        this.budget = budget;
        this.cookieSecret = cookieSecret;
        this.cookie = new HandshakeCookie(cookieSecret);
        this.serverKey = TlsCryptV2ServerKey.of(config.tlsCryptV2().bytes());
    }

    @Override
    public ServerGate sibling() {
        return new TlsCryptV2Gate(config, random, budget, cookieSecret);
    }

    @Override
    public Verdict receive(
            long nowNanos,
            long unixSeconds,
            InetSocketAddress remote,
            Transport transport,
            ByteBuffer packet) {
        Arrival arrival = new Arrival(nowNanos, unixSeconds, remote, transport);
        return switch (ControlPacket.parseHeader(packet)) {
            case Parsed.Failure<ControlPacket.Header>(Flaw flaw) -> dropped(DropReason.of(flaw));
            case Parsed.Value<ControlPacket.Header>(ControlPacket.Header header) ->
                    receive(arrival, header, packet);
        };
    }

    private Verdict receive(Arrival arrival, ControlPacket.Header header, ByteBuffer packet) {
        if (header.keyId() != 0) {
            return dropped(DropReason.UNKNOWN_SESSION);
        }
        return switch (header.opcode()) {
            case CONTROL_HARD_RESET_CLIENT_V3, CONTROL_WKC_V1 -> openClientKey(arrival, packet);
            case CONTROL_HARD_RESET_CLIENT_V2 -> dropped(DropReason.NO_WRAPPED_CLIENT_KEY);
            case CONTROL_SOFT_RESET_V1, CONTROL_V1, ACK_V1 -> dropped(DropReason.UNKNOWN_SESSION);
            case CONTROL_HARD_RESET_SERVER_V2, DATA_V1, DATA_V2 ->
                    dropped(DropReason.UNEXPECTED_OPCODE);
        };
    }

    private Verdict openClientKey(Arrival arrival, ByteBuffer packet) {
        return switch (WrappedClientKey.split(packet)) {
            case Parsed.Failure<WrappedClientKey.Split>(Flaw flaw) -> dropped(DropReason.of(flaw));
            case Parsed.Value<WrappedClientKey.Split>(WrappedClientKey.Split split) ->
                    switch (serverKey.unwrap(split.wrapped())) {
                        case Parsed.Failure<TlsCryptV2ServerKey.Unwrapped> _ ->
                                dropped(DropReason.BAD_WRAPPED_CLIENT_KEY);
                        case Parsed.Value<TlsCryptV2ServerKey.Unwrapped>(
                                        TlsCryptV2ServerKey.Unwrapped client) ->
                                unwrap(arrival, client, split.packet());
                    };
        };
    }

    private Verdict unwrap(
            Arrival arrival, TlsCryptV2ServerKey.Unwrapped client, ByteBuffer packet) {
        TlsCrypt wrap = TlsCrypt.server(client.clientKey());
        return switch (wrap.unwrap(packet)) {
            case Parsed.Failure<ControlWrap.Unwrapped>(Flaw flaw) -> dropped(DropReason.of(flaw));
            case Parsed.Value<ControlWrap.Unwrapped>(ControlWrap.Unwrapped unwrapped) ->
                    unwrapped.packet().opcode() == Opcode.CONTROL_WKC_V1
                            ? cookieReturned(arrival, client, unwrapped.packet())
                            : reset(arrival, client, wrap, unwrapped);
        };
    }

    private Verdict reset(
            Arrival arrival,
            TlsCryptV2ServerKey.Unwrapped client,
            TlsCrypt wrap,
            ControlWrap.Unwrapped unwrapped) {
        long clientSessionId = unwrapped.packet().sessionId();
        if (arrival.transport == Transport.TCP) {
            return accept(arrival, client, clientSessionId, newSessionId(), Start.TCP);
        }
        if (!unwrapped.replayId().signalsEarlyNegotiation()) {
            return accept(arrival, client, clientSessionId, newSessionId(), Start.UNVERIFIED);
        }
        ControlPacket reply =
                new ControlPacket(
                        Opcode.CONTROL_HARD_RESET_SERVER_V2,
                        0,
                        cookie.sessionId(arrival.unixSeconds, arrival.remote, clientSessionId),
                        List.of(unwrapped.packet().messageId()),
                        clientSessionId,
                        0,
                        EarlyNegotiation.resendWrappedClientKey());
        ReplayId replayId = new ReplayId(COOKIE_REPLY_PACKET_ID, (int) arrival.unixSeconds);
        return new Verdict.Reply(wrap.wrap(reply, replayId));
    }

    /// The first packet that may make a session: it must acknowledge our stateless reset.
    private Verdict cookieReturned(
            Arrival arrival, TlsCryptV2ServerKey.Unwrapped client, ControlPacket packet) {
        boolean first =
                !packet.acks().isEmpty()
                        && packet.acks().stream().allMatch(id -> id == 0 || id == 1)
                        && (packet.messageId() == 0 || packet.messageId() == 1);
        if (arrival.transport == Transport.TCP || !first) {
            return dropped(DropReason.UNKNOWN_SESSION);
        }
        if (!cookie.matches(
                arrival.unixSeconds, arrival.remote, packet.sessionId(), packet.peerSessionId())) {
            return dropped(DropReason.BAD_COOKIE);
        }
        return accept(arrival, client, packet.sessionId(), packet.peerSessionId(), Start.COOKIE);
    }

    private Verdict accept(
            Arrival arrival,
            TlsCryptV2ServerKey.Unwrapped client,
            long clientSessionId,
            long sessionId,
            Start start) {
        HandshakeBudget.Place place = budget.tryEnter(start != Start.UNVERIFIED);
        if (place == null) {
            return dropped(DropReason.TOO_MANY_HANDSHAKES);
        }
        SessionSetup setup =
                new SessionSetup(
                        config,
                        random,
                        arrival.transport,
                        sessionId,
                        clientSessionId,
                        client.clientKey(),
                        client.metadata(),
                        start == Start.COOKIE,
                        arrival.unixSeconds);
        return new Verdict.Accepted(
                new PeerSession(setup, place, arrival.remote, arrival.nowNanos));
    }

    private long newSessionId() {
        long id = random.nextLong();
        return id == 0 ? 1 : id;
    }

    private static byte[] secret(RandomGenerator random) {
        byte[] secret = new byte[HandshakeCookie.SECRET_LENGTH];
        random.nextBytes(secret);
        return secret;
    }

    private static Verdict dropped(DropReason reason) {
        return new Verdict.Dropped(reason);
    }

    private enum Start {
        /// The peer sent back our cookie.
        COOKIE,
        /// The transport proves the address.
        TCP,
        /// Nothing proves the address: a client of OpenVPN 2.5 over UDP.
        UNVERIFIED
    }

    private record Arrival(
            long nowNanos, long unixSeconds, InetSocketAddress remote, Transport transport) {}
}
