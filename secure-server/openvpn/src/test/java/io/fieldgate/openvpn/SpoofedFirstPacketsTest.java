package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fieldgate.openvpn.ServerGate.Verdict;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.Mutations;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/// A sender who holds a client's key, and every shared key, and invents its addresses: the gate in
/// virtual time.
class SpoofedFirstPacketsTest {
    private static final int PACKETS = 120_000;
    private static final long NANOS_BETWEEN = 100_000; // 10,000 packets a second
    private static final long MOST_ALLOCATED = 16_000;
    private static final long UNIX = 1_800_000_000L;
    private static final SSLContext TLS = VirtualWorld.PKI.context(VirtualWorld.SERVER);
    private static final List<Opcode> OPCODES = List.of(Opcode.values());

    private final Mutations mutations = new Mutations("SpoofedFirstPacketsTest");
    private final Random random = mutations.random();
    private final byte[] serverKey = TlsCryptV2ServerKey.generate(new SecureRandom());
    private final TlsCryptV2ClientKey stolen = clientKey(serverKey);
    private final TlsCryptV2ClientKey foreign =
            clientKey(TlsCryptV2ServerKey.generate(new SecureRandom()));
    private final StaticKey shared = StaticKey.generate(new SecureRandom());
    private final StaticKey auth = StaticKey.generate(new SecureRandom());
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long now = -3_000_000_000L;
    private long unixSeconds = UNIX;
    private long allocated;
    private int sessions;
    private int longAnswers;
    private final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);

    @Test
    void withClientKeysOnlyNoAnswerIsLongerThanTheQuestion() {
        flood(ControlKeys.of(new TlsCryptV2ServerSecret(serverKey)));
        assertThat(longAnswers).isZero();
        assertThat(sessions).isEqualTo(limits().unverifiedHandshakes());
        assertThat(drops)
                .containsKeys(
                        DropReason.BAD_COOKIE,
                        DropReason.BAD_WRAPPED_CLIENT_KEY,
                        DropReason.BAD_CONTROL_WRAP,
                        DropReason.WRONG_PROTECTION,
                        DropReason.TOO_MANY_HANDSHAKES);
    }

    @Test
    void clientsThatCannotReturnACookieMakeNoSessionWhereTheyAreNotWanted() {
        flood(
                ControlKeys.of(
                        new ControlKeys.TlsCryptV2(
                                new TlsCryptV2ServerSecret(serverKey), Optional.empty(), true)));
        assertThat(sessions).isZero();
        assertThat(longAnswers).isZero();
    }

    @Test
    void withSharedKeysLongAnswersAreFew() {
        flood(
                ControlKeys.of(new TlsCryptV2ServerSecret(serverKey))
                        .withTlsCrypt(shared)
                        .withTlsAuth(
                                new ControlKeys.TlsAuth(auth, List.of(HmacDigest.SHA256), true))
                        .withUnprotected());
        long periods = PACKETS * NANOS_BETWEEN / ServerConfig.Limits.ANSWER_PERIOD.toNanos() + 1;
        assertThat(longAnswers).isPositive();
        assertThat((long) longAnswers).isLessThanOrEqualTo(limits().longAnswers() * (periods + 1));
        assertThat(sessions).isEqualTo(limits().unverifiedHandshakes());
    }

    private static ServerConfig.Limits limits() {
        return new ServerConfig.Limits(
                200, 16, 100, Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    private void flood(ControlKeys keys) {
        ServerGate gate =
                ServerGate.create(
                        new ServerConfig(TLS, keys, DataPolicy.MODERN, limits()),
                        new SecureRandom());
        for (int i = 0; i < PACKETS; i++) {
            now += NANOS_BETWEEN;
            unixSeconds = UNIX + i * NANOS_BETWEEN / 1_000_000_000L;
            ByteBuffer packet = packet(i % 14);
            int length = packet.remaining();
            InetSocketAddress from = anyone();
            long before = threads.getCurrentThreadAllocatedBytes();
            Verdict verdict = gate.receive(now, unixSeconds, from, Transport.UDP, packet);
            long cost = threads.getCurrentThreadAllocatedBytes() - before;
            count(verdict, length);
            if (!(verdict instanceof Verdict.Accepted)) {
                allocated += cost;
            }
        }
        System.out.printf(
                "%,d spoofed packets: %d sessions, %d long answers, %,d bytes allocated each,"
                        + " dropped %s%n",
                PACKETS, sessions, longAnswers, allocated / PACKETS, drops);
        assertThat(allocated / PACKETS).isLessThan(MOST_ALLOCATED);
    }

    private void count(Verdict verdict, int length) {
        switch (verdict) {
            case Verdict.Dropped(DropReason reason) -> drops.merge(reason, 1, Integer::sum);
            case Verdict.Reply(ByteBuffer reply) ->
                    longAnswers += reply.remaining() > length ? 1 : 0;
            case Verdict.Accepted _ -> sessions++;
        }
    }

    private ByteBuffer packet(int kind) {
        ControlKey.Crypt key = new ControlKey.Crypt(stolen.key());
        int early = ReplayId.EARLY_NEGOTIATION_START;
        return switch (kind) {
            case 0, 1, 2 -> withKey(stolen, reset(key, Opcode.CONTROL_HARD_RESET_CLIENT_V3, early));
            case 3 -> withKey(stolen, reset(key, Opcode.CONTROL_HARD_RESET_CLIENT_V3, 1));
            case 4 ->
                    withKey(
                            foreign,
                            reset(
                                    new ControlKey.Crypt(foreign.key()),
                                    Opcode.CONTROL_HARD_RESET_CLIENT_V3,
                                    early));
            case 5 ->
                    damaged(
                            withKey(
                                    stolen,
                                    reset(key, Opcode.CONTROL_HARD_RESET_CLIENT_V3, early)));
            case 6 -> reset(new ControlKey.Unprotected(), Opcode.CONTROL_HARD_RESET_CLIENT_V2, 1);
            case 7 -> reset(new ControlKey.Crypt(shared), Opcode.CONTROL_HARD_RESET_CLIENT_V2, 1);
            case 8 ->
                    reset(
                            new ControlKey.Auth(auth, HmacDigest.SHA256, true),
                            Opcode.CONTROL_HARD_RESET_CLIENT_V2,
                            1);
            case 9 -> withKey(stolen, guess(key, Opcode.CONTROL_WKC_V1));
            case 10 -> guess(new ControlKey.Crypt(shared), Opcode.CONTROL_V1);
            case 11 -> guess(new ControlKey.Unprotected(), Opcode.ACK_V1);
            case 12 -> anyOpcode();
            default -> mutations.noise();
        };
    }

    private ByteBuffer reset(ControlKey key, Opcode opcode, int packetId) {
        return wrapped(key, opcode, List.of(), 0, 0, packetId);
    }

    private ByteBuffer guess(ControlKey key, Opcode opcode) {
        int messageId = opcode == Opcode.ACK_V1 ? 0 : 1;
        return wrapped(key, opcode, List.of(0), random.nextLong() | 1, messageId, 2);
    }

    private ByteBuffer wrapped(
            ControlKey key,
            Opcode opcode,
            List<Integer> acks,
            long peerSession,
            int messageId,
            int packetId) {
        ControlPacket packet =
                new ControlPacket(
                        opcode,
                        0,
                        random.nextLong() | 1,
                        acks,
                        peerSession,
                        messageId,
                        ByteBuffer.allocate(0));
        return key.wrap(Role.CLIENT).wrap(packet, new ReplayId(packetId, (int) UNIX));
    }

    private static ByteBuffer withKey(TlsCryptV2ClientKey key, ByteBuffer packet) {
        ByteBuffer wrapped = key.wrapped();
        return ByteBuffer.allocate(packet.remaining() + wrapped.remaining())
                .put(packet)
                .put(wrapped)
                .flip();
    }

    private ByteBuffer damaged(ByteBuffer packet) {
        int at = 9 + random.nextInt(packet.remaining() - 11);
        return packet.put(at, (byte) (packet.get(at) ^ 1 << random.nextInt(8)));
    }

    private ByteBuffer anyOpcode() {
        ByteBuffer packet = mutations.noise();
        if (packet.hasRemaining()) {
            Opcode opcode = OPCODES.get(random.nextInt(OPCODES.size()));
            packet.put(0, opcode.firstByte(random.nextInt(8)));
        }
        return packet;
    }

    private InetSocketAddress anyone() {
        byte[] address = {10, 0, 0, 0};
        ByteBuffer.wrap(address).putInt(10 << 24 | random.nextInt(1 << 24));
        try {
            return new InetSocketAddress(
                    (Inet4Address) InetAddress.getByAddress(address),
                    1024 + random.nextInt(60_000));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static TlsCryptV2ClientKey clientKey(byte[] serverKey) {
        return TlsCryptV2ServerKey.of(serverKey)
                .wrap(
                        StaticKey.generate(new SecureRandom()),
                        ClientKeyMetadata.ofPeer(VirtualWorld.PEER));
    }
}
