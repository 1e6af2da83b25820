package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.InBandMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSessionTest {
    private static final ByteBuffer IP_PACKET =
            ByteBuffer.wrap(
                    HexFormat.of()
                            .parseHex(
                                    "4500001c00000000401100006440000264400001"
                                            + "0001000200080000"));
    private static final InetSocketAddress ELSEWHERE =
            new InetSocketAddress(VirtualWorld.address("198.51.100.7"), 5555);

    private final VirtualWorld world = new VirtualWorld();

    @Test
    void aPeerIsAskedForAndNothingIsPushedBeforeItIsAdmitted() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();

        Event.PeerAuthenticating question =
                world.server.events(Event.PeerAuthenticating.class).getFirst();
        assertThat(question.rekey()).isFalse();
        assertThat(question.identity().chain()).containsExactly(VirtualWorld.CLIENT.certificate());
        assertThat(question.identity().clientKey().orElseThrow().peer())
                .contains(VirtualWorld.PEER);
        assertThat(question.info().value("UV_LAN")).isEqualTo("10.9.0.0/24");
        assertThat(peer.messages).isEmpty();

        world.session().send(world.now, IP_PACKET.duplicate(), world.hosted());
        assertThat(world.server.drops).containsExactly(entry(DropReason.NOT_ADMITTED));
    }

    @Test
    void aPushRequestBeforeTheAdmissionIsNotAnswered() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        peer.say(world.now, "PUSH_REQUEST");
        world.settle();
        assertThat(peer.messages).isEmpty();

        world.admit();
        world.settle();
        assertThat(peer.messages)
                .containsExactly(
                        "PUSH_REPLY,topology subnet,route-gateway 100.64.0.1,ifconfig 100.64.0.2"
                                + " 255.255.192.0,ping 10,ping-restart 60,explicit-exit-notify 1,"
                                + "peer-id 7,cipher AES-256-GCM,protocol-flags cc-exit tls-ekm"
                                + " dyn-tls-crypt,tun-mtu 1500");

        peer.say(world.now, "PUSH_REQUEST");
        world.settle();
        assertThat(peer.messages).hasSize(1);
    }

    @Test
    void dataFlowsBothWaysAfterTheAdmission() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.send(IP_PACKET.duplicate());
        world.session().send(world.now, IP_PACKET.duplicate(), world.hosted());
        world.settle();

        assertThat(world.server.delivered).containsExactly(IP_PACKET);
        assertThat(peer.payloads).containsExactly(IP_PACKET);
        assertThat(world.server.drops).isEmpty();
    }

    @Test
    void aClientWithoutTheExporterGetsKeysFromKeyMethod2() throws Exception {
        TestPeer peer = world.peer(false, VirtualWorld.CLIENT);
        peer.info = "IV_VER=2.5.11\nIV_PROTO=6\nIV_NCP=2\nIV_CIPHERS=AES-256-GCM\n";
        peer.start(world.now);
        world.settle();
        world.admit();
        world.settle();
        peer.send(IP_PACKET.duplicate());
        world.settle();

        assertThat(world.server.delivered).containsExactly(IP_PACKET);
        assertThat(peer.messages.getFirst()).doesNotContain("protocol-flags", "tun-mtu");
    }

    @Test
    void aReplayedDataPacketIsDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        ByteBuffer packet = peer.seal(0, IP_PACKET.duplicate());
        world.inject(peer.address, packet.duplicate());
        world.inject(peer.address, packet.duplicate());

        assertThat(world.server.delivered).hasSize(1);
        assertThat(world.server.drops).containsExactly(entry(DropReason.DATA_REPLAY));
    }

    @Test
    void aDamagedDataPacketIsDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        ByteBuffer packet = peer.seal(0, IP_PACKET.duplicate());
        packet.put(packet.limit() - 1, (byte) (packet.get(packet.limit() - 1) ^ 1));
        world.inject(peer.address, packet);

        assertThat(world.server.delivered).isEmpty();
        assertThat(world.server.drops).containsExactly(entry(DropReason.BAD_DATA));
    }

    @Test
    void compressedPayloadIsDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.send(ByteBuffer.wrap(new byte[] {(byte) 0xfa, 0x45, 0, 0, 1}));
        peer.send(ByteBuffer.wrap(new byte[] {0x45, 0, 0, 99, 1}));
        world.settle();

        assertThat(world.server.drops)
                .containsOnly(entry(DropReason.COMPRESSED), entry(DropReason.MALFORMED));
    }

    @Test
    void aGenuineFreshPacketFromElsewhereMovesTheSession() throws Exception {
        TestPeer peer = world.admittedPeer();
        InetSocketAddress home = peer.address;
        ByteBuffer fresh = peer.seal(0, IP_PACKET.duplicate());
        world.inject(ELSEWHERE, fresh);

        assertThat(world.server.events(Event.Floated.class))
                .containsExactly(new Event.Floated(home, ELSEWHERE));
        assertThat(world.session().remote()).isEqualTo(ELSEWHERE);
        assertThat(world.server.delivered).hasSize(1);
    }

    @Test
    void nothingElseMovesASession() throws Exception {
        TestPeer peer = world.admittedPeer();
        InetSocketAddress home = peer.address;
        ByteBuffer older = peer.seal(0, IP_PACKET.duplicate());
        ByteBuffer newer = peer.seal(0, IP_PACKET.duplicate());
        ByteBuffer forged = peer.seal(0, IP_PACKET.duplicate());
        forged.put(forged.limit() - 1, (byte) (forged.get(forged.limit() - 1) ^ 1));
        world.inject(home, newer.duplicate());

        // Seen before, genuine but not the newest, forged.
        world.inject(ELSEWHERE, newer);
        world.inject(ELSEWHERE, older);
        world.inject(ELSEWHERE, forged);

        assertThat(world.session().remote()).isEqualTo(home);
        assertThat(world.server.events(Event.Floated.class)).isEmpty();
    }

    @Test
    void aSessionMovesOnceASecondAtMost() throws Exception {
        TestPeer peer = world.admittedPeer();
        InetSocketAddress home = peer.address;
        world.inject(ELSEWHERE, peer.seal(0, IP_PACKET.duplicate()));
        world.inject(home, peer.seal(0, IP_PACKET.duplicate()));
        assertThat(world.session().remote()).isEqualTo(ELSEWHERE);

        world.now += 1_000_000_000L;
        world.inject(home, peer.seal(0, IP_PACKET.duplicate()));
        assertThat(world.session().remote()).isEqualTo(home);
    }

    @Test
    void controlPacketsFromElsewhereAreDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.say(world.now, "EXIT");
        ServerSession session = world.session();
        session.receive(world.now, ELSEWHERE, peer.outbox.getFirst(), world.hosted());

        assertThat(session.isClosed()).isFalse();
        assertThat(world.server.drops).containsExactly(entry(DropReason.WRONG_ADDRESS));
    }

    @Test
    void aReplayedControlPacketIsDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.say(world.now, "PUSH_REQUEST");
        ByteBuffer packet = peer.outbox.getFirst().duplicate();
        world.settle();
        world.inject(peer.address, packet);

        assertThat(world.server.drops).containsExactly(entry(DropReason.CONTROL_REPLAY));
    }

    @Test
    void aRefusedPeerReadsWhyAndIsHeldFor5Seconds() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        ServerSession session = world.session();
        session.refuse(world.now, "revoked,\nsorry", world.hosted());
        world.settle();
        assertThat(peer.messages).containsExactly("AUTH_FAILED,revoked,_sorry");

        world.advance(Duration.ofMillis(4900));
        assertThat(session.isClosed()).isFalse();
        world.advance(Duration.ofMillis(200));
        assertThat(closed()).containsExactly(CloseReason.REFUSED);
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void aPeerCannotMakeItsClosingLonger() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.session().halt(world.now, "revoked", world.hosted());
        for (int i = 0; i < 30; i++) {
            peer.send(IP_PACKET.duplicate());
            peer.say(world.now, "PUSH_REQUEST");
            world.settle();
            world.advance(Duration.ofMillis(100));
        }

        assertThat(peer.messages).hasSize(2).last().isEqualTo("HALT,revoked");
        assertThat(closed()).containsExactly(CloseReason.HALTED);
        assertThat(world.server.delivered).isEmpty();
    }

    @Test
    void aRestartedPeerIsToldToComeBack() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.session().restart(world.now, "maintenance", world.hosted());
        world.settle();
        assertThat(peer.messages).last().isEqualTo("RESTART,[P]:maintenance");

        world.advance(Duration.ofSeconds(2));
        assertThat(closed()).containsExactly(CloseReason.RESTARTED);
    }

    @Test
    void aPeerThatExitsInTheControlChannelIsGone() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.say(world.now, "EXIT");
        world.settle();
        assertThat(closed()).containsExactly(CloseReason.PEER_EXIT);
    }

    @Test
    void aPeerThatExitsInTheDataChannelIsGone() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.send(InBandMessage.exit());
        world.settle();
        assertThat(closed()).containsExactly(CloseReason.PEER_EXIT);
    }

    @Test
    void aQuietLineGetsPingsAndADeadOneIsClosed() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(31));
        assertThat(peer.payloads).hasSize(3).allMatch(InBandMessage::isPing);

        world.advance(Duration.ofSeconds(88));
        assertThat(closed()).isEmpty();
        world.advance(Duration.ofSeconds(2));
        assertThat(closed()).containsExactly(CloseReason.PING_TIMEOUT);
    }

    @Test
    void aHandshakeThatStopsHalfWayIsClosedAfter60Seconds() throws Exception {
        TestPeer peer = world.peer();
        world.toServer = packets -> world.server.sessions.isEmpty() ? packets : List.of();
        peer.start(world.now);
        world.settle();
        assertThat(world.server.sessions).hasSize(1);

        world.advance(Duration.ofSeconds(59));
        assertThat(closed()).isEmpty();
        world.advance(Duration.ofSeconds(2));
        assertThat(closed()).containsExactly(CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void anOwnerThatNeverDecidesLosesTheSession() throws Exception {
        world.peer().start(world.now);
        world.settle();
        world.advance(Duration.ofSeconds(61));
        assertThat(closed()).containsExactly(CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void aCertificateOfAnotherAuthorityFailsInTls() throws Exception {
        TestPeer peer = world.peer(true, new TestCertificates().client("stranger"));
        peer.tls = VirtualWorld.PKI.context(new TestCertificates().client("stranger"));
        peer.start(world.now);
        world.settle();

        assertThat(closed()).containsExactly(CloseReason.TLS_FAILURE);
        assertThat(world.server.events(Event.PeerAuthenticating.class)).isEmpty();
        assertThat(peer.alert).isNotNull();
    }

    @Test
    void packetsWaitWhileATlsTaskRuns() throws Exception {
        world.server.runsTasks = false;
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        assertThat(world.server.tasks).hasSize(1);
        world.session().resume(world.now, world.hosted());
        assertThat(world.server.events).isEmpty();

        world.server.runsTasks = true;
        world.server.runTasks(world.now);
        world.settle();
        assertThat(world.server.events(Event.PeerAuthenticating.class)).hasSize(1);
    }

    @Test
    void nothingHappensAfterTheEnd() throws Exception {
        TestPeer peer = world.admittedPeer();
        ServerSession session = world.session();
        VirtualServer.Hosted output = world.hosted();
        session.close(world.now, "replaced", output);
        session.close(world.now, "again", output);
        session.send(world.now, IP_PACKET.duplicate(), output);
        session.receive(world.now, peer.address, peer.seal(0, IP_PACKET.duplicate()), output);
        session.restart(world.now, "x", output);
        session.admit(world.now, VirtualWorld.admission(1), output);
        session.tick(world.now + 1_000_000_000_000L, output);

        assertThat(closed()).containsExactly(CloseReason.CLOSED);
        assertThat(session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(world.server.outbox).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aHandshakeSurvivesLossReorderAndRepetition(long seed) throws Exception {
        world.toServer = VirtualWorld.disturbed(new Random(seed), 0.15, 0.2);
        world.toPeers = VirtualWorld.disturbed(new Random(seed + 100), 0.15, 0.2);
        TestPeer peer = world.peer();
        for (int i = 0; i < 40 && world.server.events.isEmpty(); i++) {
            if (world.server.sessions.isEmpty()) {
                peer.start(world.now);
            }
            world.settle();
            world.advance(Duration.ofSeconds(1));
        }
        world.admit();
        world.advance(Duration.ofSeconds(20));

        assertThat(peer.isUp()).isTrue();
        assertThat(closed()).isEmpty();
    }

    private List<CloseReason> closed() {
        return world.server.events(Event.Closed.class).stream().map(Event.Closed::reason).toList();
    }

    private static Map.Entry<DropReason, Integer> entry(DropReason reason) {
        return Map.entry(reason, 1);
    }
}
