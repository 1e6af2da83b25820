package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.ServerGate.Verdict;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Mutations;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerGateTest {
    private static final SSLContext TLS = VirtualWorld.PKI.context(VirtualWorld.SERVER);
    private static final SSLContext CLIENT_TLS = VirtualWorld.PKI.context(VirtualWorld.CLIENT);
    private static final InetSocketAddress HOME =
            new InetSocketAddress(VirtualWorld.address("192.0.2.1"), 4000);
    private static final VirtualWorld NOWHERE = new VirtualWorld();
    private static final long NOW = 5;
    private static final long UNIX = 1_800_000_000L;

    private final byte[] serverKey = TlsCryptV2ServerKey.generate(new SecureRandom());
    private final ServerGate gate = gate(new ServerConfig.Limits(4, 2, 3, minute(), minute()));
    private int peers;

    @Test
    void aFirstPacketGetsASmallerReplyAndLeavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            ByteBuffer reset = reset(peer(true));
            Verdict verdict = receive(HOME, reset);
            assertThat(verdict).isInstanceOf(Verdict.Reply.class);
            assertThat(((Verdict.Reply) verdict).packet().remaining())
                    .isLessThan(reset.remaining());
        }
    }

    @Test
    void theReturnedCookieMakesASession() throws Exception {
        TestPeer peer = peer(true);
        ByteBuffer packet = returnedCookie(peer);
        ServerSession session = accepted(receive(HOME, packet));

        assertThat(session.remote()).isEqualTo(HOME);
        assertThat(session.remoteSessionId()).isEqualTo(peer.sessionId);
        assertThat(session.transport()).isEqualTo(Transport.UDP);
    }

    @Test
    void aCookieIsWorthNothingAtAnotherAddress() throws Exception {
        ByteBuffer packet = returnedCookie(peer(true));
        InetSocketAddress otherPort = new InetSocketAddress(HOME.getAddress(), 4001);
        InetSocketAddress otherHost =
                new InetSocketAddress(VirtualWorld.address("192.0.2.2"), HOME.getPort());

        assertThat(receive(otherPort, packet)).isEqualTo(dropped(DropReason.BAD_COOKIE));
        assertThat(receive(otherHost, packet)).isEqualTo(dropped(DropReason.BAD_COOKIE));
    }

    @ParameterizedTest
    @ValueSource(longs = {91, 100_000, -31, -100_000})
    void aCookieIsWorthNothingLaterOrEarlier(long seconds) throws Exception {
        ByteBuffer packet = returnedCookie(peer(true));
        assertThat(gate.receive(NOW, UNIX + seconds, HOME, Transport.UDP, packet))
                .isEqualTo(dropped(DropReason.BAD_COOKIE));
    }

    @Test
    void aGuessedCookieIsRefused() {
        TestPeer peer = peer(true);
        ByteBuffer guess = peer.wrap(wkc(peer, List.of(0), 0x1234, 1));
        assertThat(receive(HOME, guess)).isEqualTo(dropped(DropReason.BAD_COOKIE));
    }

    @Test
    void onlyTheFirstMessagesMayBringTheCookie() throws Exception {
        TestPeer peer = peer(true);
        returnedCookie(peer);
        long cookie = peer.serverSessionId();

        for (ControlPacket packet :
                List.of(
                        wkc(peer, List.of(), 0, 1),
                        wkc(peer, List.of(2), cookie, 1),
                        wkc(peer, List.of(0), cookie, 2),
                        wkc(peer, List.of(0), cookie, -1))) {
            assertThat(receive(HOME, peer.wrap(packet)))
                    .isEqualTo(dropped(DropReason.UNKNOWN_SESSION));
        }
    }

    @Test
    void aKeyOfAnotherServerIsRefused() {
        byte[] foreign = TlsCryptV2ServerKey.generate(new SecureRandom());
        TestPeer peer = peer(true, foreign);
        assertThat(receive(HOME, reset(peer)))
                .isEqualTo(dropped(DropReason.BAD_WRAPPED_CLIENT_KEY));
    }

    @Test
    void aDamagedResetIsRefused() {
        ByteBuffer reset = reset(peer(true));
        reset.put(20, (byte) (reset.get(20) ^ 1));
        assertThat(receive(HOME, reset)).isEqualTo(dropped(DropReason.BAD_CONTROL_WRAP));
    }

    @Test
    void aClientWithoutTlsCryptV2GetsNoAnswer() {
        byte[] plainReset = new byte[14];
        plainReset[0] = Opcode.CONTROL_HARD_RESET_CLIENT_V2.firstByte(0);
        plainReset[8] = 1;
        assertThat(receive(HOME, ByteBuffer.wrap(plainReset)))
                .isEqualTo(dropped(DropReason.WRONG_PROTECTION));
    }

    @Test
    void olderClientsOverUdpMakeStateUpToTheirLimit() {
        ServerSession first = accepted(receive(HOME, reset(peer(false))));
        accepted(receive(HOME, reset(peer(false))));
        assertThat(receive(HOME, reset(peer(false))))
                .isEqualTo(dropped(DropReason.TOO_MANY_HANDSHAKES));

        close(first);
        accepted(receive(HOME, reset(peer(false))));
    }

    @Test
    void allHandshakesTogetherHaveALimit() throws Exception {
        for (int i = 0; i < 4; i++) {
            accepted(receive(HOME, returnedCookie(peer(true))));
        }
        assertThat(receive(HOME, returnedCookie(peer(true))))
                .isEqualTo(dropped(DropReason.TOO_MANY_HANDSHAKES));
        assertThat(gate.receive(NOW, UNIX, HOME, Transport.TCP, reset(peer(true))))
                .isEqualTo(dropped(DropReason.TOO_MANY_HANDSHAKES));
    }

    @Test
    void anAdmittedSessionIsNoHandshakeAnyMore() throws Exception {
        VirtualWorld world =
                new VirtualWorld(new ServerConfig.Limits(1, 1, 100, minute(), minute()));
        world.admittedPeer();
        assertThat(world.admittedPeer().isUp()).isTrue();
        assertThat(world.server.sessions).hasSize(2);
    }

    @Test
    void theLastPlacesAreForPreferredClients() {
        ServerConfig config =
                config(new ServerConfig.Limits(4, 2, 3, minute(), minute()))
                        .withPreferred(key ->
                                key.flatMap(ClientKeyMetadata::peer)
                                        .equals(Optional.of(VirtualWorld.PEER)));
        ServerGate choosy = ServerGate.create(config, new SecureRandom());
        UUID other = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            accepted(choosy.receive(NOW, UNIX, HOME, Transport.TCP, reset(peer(true, other))));
        }
        assertThat(choosy.receive(NOW, UNIX, HOME, Transport.TCP, reset(peer(true, other))))
                .isEqualTo(dropped(DropReason.TOO_MANY_HANDSHAKES));
        accepted(choosy.receive(NOW, UNIX, HOME, Transport.TCP, reset(peer(true))));
    }

    @Test
    void overTcpTheResetMakesASession() {
        ServerSession session =
                accepted(gate.receive(NOW, UNIX, HOME, Transport.TCP, reset(peer(true))));
        assertThat(session.transport()).isEqualTo(Transport.TCP);
    }

    @Test
    void overTcpACookieMakesNone() throws Exception {
        ByteBuffer packet = returnedCookie(peer(true));
        assertThat(gate.receive(NOW, UNIX, HOME, Transport.TCP, packet))
                .isEqualTo(dropped(DropReason.UNKNOWN_SESSION));
    }

    @Test
    void workersAcceptEachOthersCookiesAndShareTheLimits() throws Exception {
        ServerGate sibling = gate.sibling();
        for (int i = 0; i < 4; i++) {
            ByteBuffer packet = returnedCookie(peer(true));
            accepted(sibling.receive(NOW, UNIX, HOME, Transport.UDP, packet));
        }
        assertThat(receive(HOME, returnedCookie(peer(true))))
                .isEqualTo(dropped(DropReason.TOO_MANY_HANDSHAKES));
    }

    @Test
    void anotherGateDoesNotAcceptTheCookies() throws Exception {
        ByteBuffer packet = returnedCookie(peer(true));
        ServerGate other = gate(ServerConfig.Limits.DEFAULT);
        assertThat(other.receive(NOW, UNIX, HOME, Transport.UDP, packet))
                .isEqualTo(dropped(DropReason.BAD_COOKIE));
    }

    @Test
    void hostileBytesAreDroppedAndNeverThrow() throws Exception {
        Mutations mutations = new Mutations("ServerGateTest");
        byte[] reset = bytes(reset(peer(true)));
        byte[] cookie = bytes(returnedCookie(peer(true)));
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            byte[] valid = i % 2 == 0 ? reset : cookie;
            ByteBuffer packet = mutations.noiseOrMutantOf(valid);
            Transport transport = i % 3 == 0 ? Transport.TCP : Transport.UDP;
            Verdict verdict = gate.receive(NOW, UNIX, HOME, transport, packet);
            if (verdict instanceof Verdict.Accepted(ServerSession session)) {
                close(session);
            }
        }
    }

    private ServerGate gate(ServerConfig.Limits limits) {
        return ServerGate.create(config(limits), new SecureRandom());
    }

    private ServerConfig config(ServerConfig.Limits limits) {
        TlsCryptV2ServerSecret secret = new TlsCryptV2ServerSecret(serverKey);
        return new ServerConfig(TLS, ControlKeys.of(secret), DataPolicy.MODERN, limits);
    }

    private Verdict receive(InetSocketAddress from, ByteBuffer packet) {
        return gate.receive(NOW, UNIX, from, Transport.UDP, packet);
    }

    private TestPeer peer(boolean early) {
        return peer(early, serverKey);
    }

    private TestPeer peer(boolean early, UUID id) {
        return peer(early, serverKey, id);
    }

    private TestPeer peer(boolean early, byte[] key) {
        return peer(early, key, VirtualWorld.PEER);
    }

    private TestPeer peer(boolean early, byte[] key, UUID id) {
        TlsCryptV2ClientKey clientKey =
                TlsCryptV2ServerKey.of(key)
                        .wrap(StaticKey.generate(new SecureRandom()), ClientKeyMetadata.ofPeer(id));
        return new TestPeer(HOME, CLIENT_TLS, clientKey, early, false, ++peers);
    }

    private static ByteBuffer reset(TestPeer peer) {
        peer.start(NOW);
        return peer.outbox.removeFirst();
    }

    /// The packet with which a peer answers the stateless reply.
    private ByteBuffer returnedCookie(TestPeer peer) throws SSLException {
        Verdict.Reply reply = (Verdict.Reply) receive(HOME, reset(peer));
        peer.receive(NOW, reply.packet());
        return peer.outbox.removeFirst();
    }

    private static ControlPacket wkc(
            TestPeer peer, List<Integer> acks, long cookie, int messageId) {
        return new ControlPacket(
                Opcode.CONTROL_WKC_V1,
                0,
                peer.sessionId,
                acks,
                cookie,
                messageId,
                ByteBuffer.allocate(0));
    }

    private static ServerSession accepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).session();
    }

    private static Verdict dropped(DropReason reason) {
        return new Verdict.Dropped(reason);
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        return bytes;
    }

    private static Duration minute() {
        return Duration.ofSeconds(60);
    }

    private static void close(ServerSession session) {
        session.close(NOW, "test", NOWHERE.server.new Hosted(session));
    }
}
