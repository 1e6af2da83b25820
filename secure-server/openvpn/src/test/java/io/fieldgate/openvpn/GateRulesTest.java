package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.ServerGate.Verdict;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.Vectors;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a gate refuses, one rule at a time: each packet is good but for one thing.
class GateRulesTest {
    private static final SSLContext TLS = VirtualWorld.PKI.context(VirtualWorld.SERVER);
    private static final byte[] SERVER_KEY = Vectors.counting(1, TlsCryptV2ServerKey.LENGTH);
    private static final StaticKey CLIENT_KEY = StaticKey.of(Vectors.counting(2, 256));
    private static final StaticKey CRYPT_KEY = StaticKey.of(Vectors.counting(3, 256));
    private static final StaticKey AUTH_KEY = StaticKey.of(Vectors.counting(4, 256));
    private static final TlsCryptV2ServerSecret SECRET = new TlsCryptV2ServerSecret(SERVER_KEY);
    private static final ControlKey.Crypt SHARED = new ControlKey.Crypt(CRYPT_KEY);
    private static final ControlKey.Auth AUTH =
            new ControlKey.Auth(AUTH_KEY, HmacDigest.SHA256, true);
    private static final ControlKey.Unprotected NONE = new ControlKey.Unprotected();
    private static final ControlKeys V2_ONLY = ControlKeys.of(SECRET);
    private static final ControlKeys.TlsAuth TLS_AUTH =
            new ControlKeys.TlsAuth(AUTH_KEY, List.of(HmacDigest.SHA1, HmacDigest.SHA256), true);
    private static final InetSocketAddress HOME =
            new InetSocketAddress(VirtualWorld.address("192.0.2.1"), 4000);
    private static final ReplayId FIRST = new ReplayId(1, 1);
    private static final ReplayId EARLY = new ReplayId(ReplayId.EARLY_NEGOTIATION_START, 1);
    private static final long NOW = -5;
    private static final long UNIX = 1_800_000_000L;
    private static final long HOUR = 3600;

    @ParameterizedTest
    @CsvSource({"0,true", "-3600,true", "-3601,false", "300,true", "301,false"})
    void aClientKeyMustBeYoungEnoughAndNotFromTheFuture(long made, boolean taken) {
        assertThat(ofAge(ClientKeyMetadata.ofPeer(VirtualWorld.PEER, UNIX + made)))
                .isEqualTo(taken ? null : DropReason.CLIENT_KEY_TOO_OLD);
    }

    @Test
    void aClientKeyThatDoesNotSayItsAgeIsTooOld() {
        assertThat(ofAge(ClientKeyMetadata.ofPeer(VirtualWorld.PEER)))
                .isEqualTo(DropReason.CLIENT_KEY_TOO_OLD);
    }

    @Test
    void withoutALimitEveryAgeWillDo() {
        ClientKeyMetadata old = ClientKeyMetadata.ofPeer(VirtualWorld.PEER, 1);
        assertThat(reason(gate(V2_ONLY), withKey(old, reset3(0), EARLY))).isNull();
    }

    @Test
    void aClientThatCannotReturnACookieIsRefusedWhereOneMust() {
        ControlKeys cookies =
                ControlKeys.of(new ControlKeys.TlsCryptV2(SECRET, Optional.empty(), true));
        assertThat(reason(gate(cookies), withKey(reset3(0), FIRST)))
                .isEqualTo(DropReason.WRONG_PROTECTION);
        assertThat(gate(cookies).receive(NOW, UNIX, HOME, Transport.TCP, withKey(reset3(0), FIRST)))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(receive(gate(V2_ONLY), withKey(reset3(0), FIRST)))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aFirstPacketHasKeyIdZero() {
        ServerGate gate = gate(everything());
        assertThat(reason(gate, withKey(reset3(0), EARLY))).isNull();
        for (int keyId = 1; keyId <= 7; keyId++) {
            assertThat(reason(gate, withKey(reset3(keyId), EARLY)))
                    .isEqualTo(DropReason.UNKNOWN_SESSION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyFourKindsOfPacketsAreLookedAt(Opcode opcode) {
        ServerGate gate = gate(everything());
        byte[] packet = new byte[100];
        packet[0] = opcode.firstByte(0);
        packet[8] = 1;
        @Nullable DropReason expected =
                switch (opcode) {
                    case CONTROL_HARD_RESET_CLIENT_V2 -> null;
                    case CONTROL_HARD_RESET_CLIENT_V3, CONTROL_WKC_V1 -> DropReason.MALFORMED;
                    case CONTROL_V1, ACK_V1, CONTROL_SOFT_RESET_V1 -> DropReason.UNKNOWN_SESSION;
                    case CONTROL_HARD_RESET_SERVER_V2, DATA_V1, DATA_V2 ->
                            DropReason.UNEXPECTED_OPCODE;
                };
        assertThat(reason(gate, ByteBuffer.wrap(packet))).isEqualTo(expected);
    }

    @Test
    void aProtectionCountsOnlyWhereItIsNamed() {
        ControlKeys crypt = V2_ONLY.withTlsCrypt(CRYPT_KEY);
        ControlKeys auth = V2_ONLY.withTlsAuth(TLS_AUTH);
        for (ControlKey key : List.of(SHARED, AUTH, NONE)) {
            ByteBuffer reset = key.wrap(Role.CLIENT).wrap(reset2(), FIRST);
            assertThat(takes(V2_ONLY, reset)).isFalse();
            assertThat(takes(crypt, reset)).as("%s", key).isEqualTo(key.equals(SHARED));
            assertThat(takes(auth, reset)).as("%s", key).isEqualTo(key.equals(AUTH));
            assertThat(takes(everything(), reset)).as("%s", key).isTrue();
        }
        assertThat(takes(V2_ONLY.withUnprotected(), NONE.wrap(Role.CLIENT).wrap(reset2(), FIRST)))
                .isTrue();
        ControlKeys noneForEach =
                new ControlKeys(Optional.empty(), Optional.of(CRYPT_KEY), Optional.empty(), false);
        assertThat(reason(gate(noneForEach), withKey(reset3(0), EARLY)))
                .isEqualTo(DropReason.WRONG_PROTECTION);
    }

    @Test
    void withAProtectionMoreTheOthersStay() {
        for (ControlKeys keys :
                List.of(
                        V2_ONLY.withTlsCrypt(CRYPT_KEY).withTlsAuth(TLS_AUTH).withUnprotected(),
                        V2_ONLY.withUnprotected().withTlsAuth(TLS_AUTH).withTlsCrypt(CRYPT_KEY))) {
            assertThat(keys).isEqualTo(everything());
        }
        assertThatThrownBy(() -> new ControlKeys.TlsAuth(AUTH_KEY, List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aForgedPacketUnderASharedKeyIsNamedSo() {
        ByteBuffer reset = SHARED.wrap(Role.CLIENT).wrap(reset2(), FIRST);
        reset.put(20, (byte) (reset.get(20) ^ 1));
        assertThat(reason(gate(V2_ONLY.withTlsCrypt(CRYPT_KEY)), reset))
                .isEqualTo(DropReason.BAD_CONTROL_WRAP);
    }

    @Test
    void longAnswersAreFewAndOthersAreNotCounted() {
        ServerGate gate = gate(everything());
        ByteBuffer bare = NONE.wrap(Role.CLIENT).wrap(reset2(), FIRST);
        // As long as the answer: an acknowledgement and a session id more.
        ByteBuffer padded = ByteBuffer.allocate(bare.remaining() + 12).put(0, bare, 0, 14);
        for (int i = 0; i < 3; i++) {
            Verdict.Reply reply = (Verdict.Reply) receive(gate, bare);
            assertThat(reply.packet().remaining()).isEqualTo(padded.remaining());
            assertThat(receive(gate, padded)).isInstanceOf(Verdict.Reply.class);
        }
        assertThat(reason(gate, bare)).isEqualTo(DropReason.TOO_MANY_RESETS);
        assertThat(receive(gate, padded)).isInstanceOf(Verdict.Reply.class);
    }

    @Test
    void aSessionIdOfTheServerIsNeverZero() {
        RandomGenerator zeros = () -> 0;
        ServerGate gate = gate(V2_ONLY, zeros);
        ByteBuffer reset = withKey(reset3(0), EARLY);
        Verdict verdict = gate.receive(NOW, UNIX, HOME, Transport.TCP, reset.duplicate());
        VirtualServer server = new VirtualWorld().server;
        ServerSession session = ((Verdict.Accepted) verdict).session();
        session.receive(NOW, HOME, reset, server.new Hosted(session));

        assertThat(server.outbox.getFirst().packet().getLong(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 127, 129})
    void aServerKeyHas128Bytes(int length) {
        assertThatThrownBy(() -> new TlsCryptV2ServerSecret(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SECRET.toString()).isEqualTo("TlsCryptV2ServerSecret[***]");
    }

    /// Why a key with these metadata is refused where it may be an hour old; null if it is not.
    private static @Nullable DropReason ofAge(ClientKeyMetadata metadata) {
        ControlKeys hour =
                ControlKeys.of(
                        new ControlKeys.TlsCryptV2(
                                SECRET, Optional.of(Duration.ofSeconds(HOUR)), false));
        return reason(gate(hour), withKey(metadata, reset3(0), EARLY));
    }

    private static ControlKeys everything() {
        return V2_ONLY.withTlsCrypt(CRYPT_KEY).withTlsAuth(TLS_AUTH).withUnprotected();
    }

    private static boolean takes(ControlKeys keys, ByteBuffer packet) {
        return reason(gate(keys), packet) == null;
    }

    private static ServerGate gate(ControlKeys keys) {
        return gate(keys, new Random(1));
    }

    private static ServerGate gate(ControlKeys keys, RandomGenerator random) {
        Duration minute = Duration.ofSeconds(60);
        ServerConfig.Limits limits = new ServerConfig.Limits(4, 2, 3, minute, minute);
        return ServerGate.create(new ServerConfig(TLS, keys, DataPolicy.MODERN, limits), random);
    }

    private static Verdict receive(ServerGate gate, ByteBuffer packet) {
        return gate.receive(NOW, UNIX, HOME, Transport.UDP, packet.duplicate());
    }

    /// Null if the packet is answered or makes a session.
    private static @Nullable DropReason reason(ServerGate gate, ByteBuffer packet) {
        return receive(gate, packet) instanceof Verdict.Dropped(DropReason reason) ? reason : null;
    }

    private static ByteBuffer withKey(ControlPacket packet, ReplayId replayId) {
        return withKey(ClientKeyMetadata.ofPeer(VirtualWorld.PEER), packet, replayId);
    }

    private static ByteBuffer withKey(
            ClientKeyMetadata metadata, ControlPacket packet, ReplayId replayId) {
        ByteBuffer own = new ControlKey.Crypt(CLIENT_KEY).wrap(Role.CLIENT).wrap(packet, replayId);
        ByteBuffer wrapped =
                TlsCryptV2ServerKey.of(SERVER_KEY).wrap(CLIENT_KEY, metadata).wrapped();
        return ByteBuffer.allocate(own.remaining() + wrapped.remaining())
                .put(own)
                .put(wrapped)
                .flip();
    }

    private static ControlPacket reset2() {
        return packet(Opcode.CONTROL_HARD_RESET_CLIENT_V2, 0);
    }

    private static ControlPacket reset3(int keyId) {
        return packet(Opcode.CONTROL_HARD_RESET_CLIENT_V3, keyId);
    }

    private static ControlPacket packet(Opcode opcode, int keyId) {
        return new ControlPacket(opcode, keyId, 1, List.of(), 0, 0, ByteBuffer.allocate(0));
    }
}
