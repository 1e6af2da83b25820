package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.ServerGate.Verdict;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Flaws of OpenVPN that were in what happens when, not in a packet's form.
class KnownCveRulesTest {
    private static final ByteBuffer IP_PACKET =
            ByteBuffer.wrap(
                    HexFormat.of()
                            .parseHex(
                                    "4500001c00000000401100006440000264400001"
                                            + "0001000200080000"));
    private static final InetSocketAddress ELSEWHERE =
            new InetSocketAddress(VirtualWorld.address("198.51.100.9"), 9);

    private final VirtualWorld world = new VirtualWorld();

    /// CVE-2025-13086: a comparison the wrong way round took every cookie. Slots have 30 seconds;
    /// the cookie is made in the middle of one.
    @ParameterizedTest
    @CsvSource({
        "-16, false",
        "-15, true",
        "0, true",
        "14, true",
        "15, true",
        "44, true",
        "45, true",
        "74, true",
        "75, false",
        "-45, false",
        "-46, false",
        "3600, false"
    })
    void aCookieIsGoodInItsSlotAndTheTwoAfter(int secondsLater, boolean good) throws Exception {
        long made = 1_800_000_015L;
        TestPeer peer = world.peer();
        peer.start(world.now);
        ServerGate gate = gate();
        ByteBuffer reset = peer.outbox.removeFirst();
        Verdict reply =
                gate.receive(world.now, made, peer.address, Transport.UDP, reset.duplicate());
        peer.receive(world.now, ((Verdict.Reply) reply).packet());
        ByteBuffer answer = peer.outbox.removeFirst();

        Verdict verdict =
                gate.receive(world.now, made + secondsLater, peer.address, Transport.UDP, answer);
        if (good) {
            assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        } else {
            assertThat(verdict).isEqualTo(new Verdict.Dropped(DropReason.BAD_COOKIE));
        }
    }

    /// CVE-2020-11810: neither a replay nor a damaged packet moves a session, whoever sends it.
    @Test
    void onlyAFreshGenuinePacketMovesASession() throws Exception {
        TestPeer peer = world.admittedPeer();
        ByteBuffer genuine = peer.seal(0, IP_PACKET);
        world.inject(peer.address, genuine.duplicate());
        world.inject(ELSEWHERE, genuine.duplicate());
        ByteBuffer damaged = peer.seal(0, IP_PACKET);
        damaged.put(damaged.limit() - 1, (byte) ~damaged.get(damaged.limit() - 1));
        world.inject(ELSEWHERE, damaged);

        assertThat(world.session().remote()).isEqualTo(peer.address);
        assertThat(world.server.drops)
                .containsOnlyKeys(DropReason.DATA_REPLAY, DropReason.BAD_DATA);
    }

    /// CVE-2020-15078: no settings and no data before the verdict, whatever the peer asks for.
    @Test
    void nothingIsPushedAndNothingPassesBeforeTheVerdict() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        for (int i = 0; i < 20; i++) {
            peer.say(world.now, "PUSH_REQUEST");
            world.settle();
        }
        VirtualServer.Hosted hosted = world.hosted();
        hosted.session.send(world.now, copy(IP_PACKET), hosted);
        world.settle();

        assertThat(peer.messages).isEmpty();
        assertThat(peer.payloads).isEmpty();
        assertThat(world.server.drops).containsOnlyKeys(DropReason.NOT_ADMITTED);
    }

    /// CVE-2022-0547: of two verdicts the second does not undo the first.
    @Test
    void aRefusedPeerIsNotAdmittedByALaterYes() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        world.session().refuse(world.now, "no", world.hosted());
        world.admit();
        world.session().approveRekey(world.now, world.hosted());
        world.settle();

        assertThat(peer.isUp()).isFalse();
        assertThat(peer.messages).containsExactly("AUTH_FAILED,no");
        assertThat(world.server.events(Event.Established.class)).isEmpty();
    }

    @Test
    void anApprovalBeforeAnythingWasAskedIsWorthNothing() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.session().approveRekey(world.now, world.hosted());
        world.advance(Duration.ofSeconds(10));
        peer.rekey(world.now);
        world.settle();
        peer.send(1, IP_PACKET.duplicate());
        world.settle();

        assertThat(world.server.delivered).isEmpty();
        assertThat(world.server.events(Event.Rekeyed.class)).isEmpty();
    }

    /// CVE-2026-12996 and CVE-2026-13117: what belongs to a replaced key is not used again.
    @Test
    void aReplacedKeyIsDeadAfterItsTime() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.sayOn(world.now, 0, "PUSH_REQUEST");
        ByteBuffer oldControl = peer.outbox.removeFirst();
        ByteBuffer oldData = peer.seal(0, IP_PACKET);
        world.advance(Duration.ofSeconds(10));
        peer.rekey(world.now);
        world.settle();
        world.session().approveRekey(world.now, world.hosted());
        world.settle();
        for (int i = 0; i < 13; i++) {
            world.advance(Duration.ofSeconds(10));
            peer.send(1, IP_PACKET.duplicate());
            world.settle();
        }
        int delivered = world.server.delivered.size();
        world.inject(peer.address, oldData);
        world.inject(peer.address, oldControl);
        peer.sayOn(world.now, 0, "PUSH_REQUEST");
        world.inject(peer.address, peer.outbox.removeFirst());
        world.settle();

        assertThat(world.server.delivered).hasSize(delivered);
        assertThat(world.server.drops)
                .containsOnlyKeys(
                        DropReason.NO_DATA_KEY,
                        DropReason.CONTROL_REPLAY,
                        DropReason.UNKNOWN_SESSION);
        assertThat(world.session().isClosed()).isFalse();
    }

    /// CVE-2024-28882: a session that is being closed ends in time, however much its peer talks.
    @Test
    void aClosingSessionEndsInTimeWhateverThePeerSays() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.session().halt(world.now, "over", world.hosted());
        for (int i = 0; i < 19 && !world.server.sessions.isEmpty(); i++) {
            peer.say(world.now, i % 2 == 0 ? "PUSH_REQUEST" : "INFO");
            peer.send(IP_PACKET.duplicate());
            world.advance(Duration.ofMillis(100));
        }
        assertThat(world.server.sessions).hasSize(1);
        world.advance(Duration.ofMillis(101));
        assertThat(world.server.sessions).isEmpty();
        assertThat(world.server.delivered).isEmpty();
    }

    /// CVE-2024-5594: text that goes to a peer or to a log has no line feeds and an end.
    @Test
    void reasonsArePrintableAndShort() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        world.session().refuse(world.now, "a\nb\u001b[2Jc\u0000" + "x".repeat(500), world.hosted());
        world.settle();

        assertThat(peer.messages).hasSize(1);
        String message = peer.messages.getFirst();
        assertThat(message).startsWith("AUTH_FAILED,a_b_[2Jc_xx").hasSize(12 + 200);
    }

    private ServerGate gate() {
        TlsCryptV2ServerSecret secret = new TlsCryptV2ServerSecret(world.serverKey);
        return ServerGate.create(
                new ServerConfig(
                        VirtualWorld.PKI.context(VirtualWorld.SERVER), ControlKeys.of(secret)),
                new Random(1));
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }
}
