package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.EarlyNegotiation;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.HandshakeCookie;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.WrappedClientKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The gate of a server: finds the protection of a first packet and answers it without keeping
/// anything.
///
/// Work for a packet of nobody: a few HMACs, no state.
final class SessionGate implements ServerGate {
    private static final int COOKIE_REPLY_PACKET_ID = 1;

    private final ServerConfig config;
    private final RandomGenerator random;
    private final HandshakeBudget budget;
    private final byte[] cookieSecret;
    private final HandshakeCookie cookie;
    private final ResetRate longAnswers;
    private final @Nullable ClientKeys clientKeys;
    private final List<Sender> shared;
    private final Supplier<DataBuffers> buffers = DataBuffers.ofEachThread();

    SessionGate(ServerConfig config, RandomGenerator random) {
        this(config, random, new HandshakeBudget(config.limits()), secret(random));
    }

    private SessionGate(
            ServerConfig config,
            RandomGenerator random,
            HandshakeBudget budget,
            byte[] cookieSecret) {
        this.config = config;
        this.random = random;
        this.budget = budget;
        this.cookieSecret = cookieSecret;
        this.cookie = new HandshakeCookie(cookieSecret);
        this.longAnswers =
                new ResetRate(
                        config.limits().longAnswers(), ServerConfig.Limits.ANSWER_PERIOD.toNanos());
        this.clientKeys = config.controlKeys().tlsCryptV2().map(ClientKeys::new).orElse(null);
        this.shared =
                config.controlKeys().shared().stream()
                        .map(key -> new Sender(key, key.wrap(Role.SERVER), Optional.empty()))
                        .toList();
    }

    @Override
    public ServerGate sibling() {
        return new SessionGate(config, random, budget, cookieSecret);
    }

    @Override
    public Verdict receive(
            long nowNanos,
            long unixSeconds,
            InetSocketAddress remote,
            Transport transport,
            ByteBuffer packet) {
        Arrival arrival = new Arrival(nowNanos, unixSeconds, remote, transport, packet.remaining());
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
            case CONTROL_HARD_RESET_CLIENT_V2 ->
                    trySharedKeys(arrival, packet, DropReason.WRONG_PROTECTION);
            case CONTROL_V1, ACK_V1 -> trySharedKeys(arrival, packet, DropReason.UNKNOWN_SESSION);
            case CONTROL_SOFT_RESET_V1 -> dropped(DropReason.UNKNOWN_SESSION);
            case CONTROL_HARD_RESET_SERVER_V2, DATA_V1, DATA_V2 ->
                    dropped(DropReason.UNEXPECTED_OPCODE);
        };
    }

    private Verdict openClientKey(Arrival arrival, ByteBuffer packet) {
        ClientKeys keys = clientKeys;
        if (keys == null) {
            return dropped(DropReason.WRONG_PROTECTION);
        }
        return switch (WrappedClientKey.split(packet)) {
            case Parsed.Failure<WrappedClientKey.Split>(Flaw flaw) -> dropped(DropReason.of(flaw));
            case Parsed.Value<WrappedClientKey.Split>(WrappedClientKey.Split split) ->
                    switch (keys.open(split.wrapped(), arrival.unixSeconds)) {
                        case ClientKeys.Refused(DropReason reason) -> dropped(reason);
                        case ClientKeys.Opened(ControlKey.Crypt key, ClientKeyMetadata metadata) ->
                                openPacket(
                                        arrival,
                                        new Sender(
                                                key, key.wrap(Role.SERVER), Optional.of(metadata)),
                                        split.packet());
                    };
        };
    }

    private Verdict openPacket(Arrival arrival, Sender sender, ByteBuffer packet) {
        return switch (sender.wrap.unwrap(packet)) {
            case Parsed.Failure<ControlWrap.Unwrapped>(Flaw flaw) -> dropped(DropReason.of(flaw));
            case Parsed.Value<ControlWrap.Unwrapped>(ControlWrap.Unwrapped unwrapped) ->
                    judge(arrival, sender, unwrapped);
        };
    }

    /// A packet without a wrapped key: the first protection that it authenticates under counts.
    private Verdict trySharedKeys(Arrival arrival, ByteBuffer packet, DropReason ifNone) {
        DropReason reason = ifNone;
        for (Sender sender : shared) {
            switch (sender.wrap.unwrap(packet)) {
                case Parsed.Failure<ControlWrap.Unwrapped>(Flaw flaw) ->
                        reason = DropReason.of(flaw);
                case Parsed.Value<ControlWrap.Unwrapped>(ControlWrap.Unwrapped unwrapped) -> {
                    return judge(arrival, sender, unwrapped);
                }
            }
        }
        return dropped(reason);
    }

    private Verdict judge(Arrival arrival, Sender sender, ControlWrap.Unwrapped unwrapped) {
        return unwrapped.packet().opcode().isClientHardReset()
                ? reset(arrival, sender, unwrapped)
                : cookieReturned(arrival, sender, unwrapped.packet());
    }

    private Verdict reset(Arrival arrival, Sender sender, ControlWrap.Unwrapped unwrapped) {
        long clientSessionId = unwrapped.packet().sessionId();
        if (arrival.transport == Transport.TCP) {
            return accept(arrival, sender, clientSessionId, newSessionId(), Start.TCP);
        }
        boolean wrappedKey = sender.metadata.isPresent();
        if (wrappedKey && !unwrapped.replayId().signalsEarlyNegotiation()) {
            return clientKeys != null && clientKeys.cookieOnly()
                    ? dropped(DropReason.WRONG_PROTECTION)
                    : accept(arrival, sender, clientSessionId, newSessionId(), Start.UNVERIFIED);
        }
        ControlPacket answer =
                new ControlPacket(
                        Opcode.CONTROL_HARD_RESET_SERVER_V2,
                        0,
                        cookie.sessionId(arrival.unixSeconds, arrival.remote, clientSessionId),
                        List.of(unwrapped.packet().messageId()),
                        clientSessionId,
                        0,
                        wrappedKey
                                ? EarlyNegotiation.resendWrappedClientKey()
                                : ByteBuffer.allocate(0));
        ReplayId replayId = new ReplayId(COOKIE_REPLY_PACKET_ID, (int) arrival.unixSeconds);
        ByteBuffer reply = sender.wrap.wrap(answer, replayId);
        if (reply.remaining() > arrival.length && !longAnswers.take(arrival.nowNanos)) {
            return dropped(DropReason.TOO_MANY_RESETS);
        }
        return new Verdict.Reply(reply);
    }

    /// The first packet that may make a session: it must acknowledge our stateless reset.
    private Verdict cookieReturned(Arrival arrival, Sender sender, ControlPacket packet) {
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
        return accept(arrival, sender, packet.sessionId(), packet.peerSessionId(), Start.COOKIE);
    }

    private Verdict accept(
            Arrival arrival, Sender sender, long clientSessionId, long sessionId, Start start) {
        HandshakeBudget.Place place =
                budget.tryEnter(
                        start != Start.UNVERIFIED,
                        config.preferred().test(sender.metadata),
                        arrival.remote.getAddress());
        if (place == null) {
            return dropped(DropReason.TOO_MANY_HANDSHAKES);
        }
        SessionSetup setup =
                new SessionSetup(
                        config,
                        random,
                        buffers,
                        arrival.transport,
                        sessionId,
                        clientSessionId,
                        sender.key,
                        sender.metadata,
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

    /// @param metadata of the wrapped client key, if the packet brought one
    private record Sender(ControlKey key, ControlWrap wrap, Optional<ClientKeyMetadata> metadata) {}

    private record Arrival(
            long nowNanos,
            long unixSeconds,
            InetSocketAddress remote,
            Transport transport,
            int length) {}
}
