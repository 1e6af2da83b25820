package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a session refuses, one rule at a time: each packet is genuine but for one thing.
class SessionRulesTest {
    private static final ByteBuffer IP_PACKET =
            ByteBuffer.wrap(new byte[28]).put(0, (byte) 0x45).put(3, (byte) 28);
    private static final InetSocketAddress ELSEWHERE =
            new InetSocketAddress(VirtualWorld.address("198.51.100.7"), 5555);

    private final VirtualWorld world = new VirtualWorld();

    @Test
    void anEmptyPacketIsMalformed() throws Exception {
        TestPeer peer = world.admittedPeer();
        receive(peer.address, ByteBuffer.allocate(0));
        assertDropped(DropReason.MALFORMED);
    }

    @Test
    void aClosedSessionTakesNothing() throws Exception {
        TestPeer peer = world.admittedPeer();
        ByteBuffer data = peer.seal(0, IP_PACKET);
        ServerSession session = world.session();
        VirtualServer.Hosted output = world.hosted();
        session.close(world.now, "test", output);
        session.receive(world.now, peer.address, data, output);
        assertDropped(DropReason.UNKNOWN_SESSION);
        assertThat(session.openQuestion()).isZero();
    }

    @Test
    void dataWithThePeerIdOfAnotherSessionIsDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        ByteBuffer data = peer.seal(0, IP_PACKET);
        receive(peer.address, data.putInt(0, data.getInt(0) + 1));
        assertDropped(DropReason.UNKNOWN_SESSION);
    }

    @Test
    void dataFromElsewhereWithoutAPeerIdIsDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        receive(ELSEWHERE, peer.seal(0, IP_PACKET).put(0, Opcode.DATA_V1.firstByte(0)));
        assertDropped(DropReason.WRONG_ADDRESS);
        assertThat(world.session().remote()).isEqualTo(peer.address);
    }

    @Test
    void overTcpDataFromElsewhereIsDropped() throws Exception {
        world.transport = Transport.TCP;
        TestPeer peer = world.admittedPeer();
        receive(ELSEWHERE, peer.seal(0, IP_PACKET));
        assertDropped(DropReason.WRONG_ADDRESS);
        receive(peer.address, peer.seal(0, IP_PACKET));
        assertThat(world.server.delivered).hasSize(1);
    }

    @Test
    void dataBeforeTheAdmissionIsDropped() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        ByteBuffer data = ByteBuffer.allocate(60).putInt(0, 0x48000000 | world.hosted().peerId);
        receive(peer.address, data);
        assertDropped(DropReason.NOT_ADMITTED);
    }

    @Test
    void packetsThatDoNotFitTheTunnelAreNotSent() throws Exception {
        world.admittedPeer();
        send(1);
        send(Admission.DEFAULT_TUN_MTU);
        assertThat(world.server.outbox).hasSize(2);
        assertThat(world.server.drops).isEmpty();
        send(0);
        send(Admission.DEFAULT_TUN_MTU + 1);
        assertThat(world.server.outbox).hasSize(2);
        assertThat(world.server.drops).containsOnlyKeys(DropReason.MALFORMED, DropReason.TOO_LARGE);
    }

    @Test
    void controlPacketsOfAnotherSessionAreDropped() throws Exception {
        TestPeer peer = world.admittedPeer();
        ControlPacket own = ack(peer.sessionId, List.of(0), peer.serverSessionId());
        receive(peer.address, peer.wrap(own));
        assertThat(world.server.drops).isEmpty();

        receive(
                peer.address,
                peer.wrap(ack(peer.sessionId + 1, List.of(0), peer.serverSessionId())));
        receive(
                peer.address,
                peer.wrap(ack(peer.sessionId, List.of(0), peer.serverSessionId() + 1)));
        assertThat(world.server.drops).containsOnly(Map.entry(DropReason.UNKNOWN_SESSION, 2));
    }

    @Test
    void aKeyIdThatWasNotOpenedIsUnknown() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(11));
        for (int keyId = 1; keyId <= 7; keyId++) {
            receive(peer.address, peer.wrap(packet(peer, Opcode.CONTROL_V1, keyId)));
        }
        assertThat(world.server.drops).containsExactly(Map.entry(DropReason.UNKNOWN_SESSION, 7));
        assertThat(world.session().isClosed()).isFalse();
    }

    @Test
    void aSoftResetOpensTheNextKeyIdOnly() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(11));
        for (int keyId : new int[] {0, 2, 3, 7}) {
            receive(peer.address, peer.wrap(packet(peer, Opcode.CONTROL_SOFT_RESET_V1, keyId)));
        }
        assertThat(world.server.drops).containsExactly(Map.entry(DropReason.UNKNOWN_SESSION, 4));
        receive(peer.address, peer.wrap(packet(peer, Opcode.CONTROL_SOFT_RESET_V1, 1)));
        assertThat(world.server.drops).hasSize(1);
    }

    @Test
    void nobodyRenegotiatesBeforeTheAdmission() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        world.advance(Duration.ofSeconds(11));
        receive(peer.address, peer.wrap(packet(peer, Opcode.CONTROL_SOFT_RESET_V1, 1)));
        assertDropped(DropReason.UNKNOWN_SESSION);
    }

    @Test
    void theResetOfAServerIsNothingAClientSends() throws Exception {
        TestPeer peer = world.admittedPeer();
        receive(peer.address, peer.wrap(packet(peer, Opcode.CONTROL_HARD_RESET_SERVER_V2, 0)));
        assertDropped(DropReason.UNKNOWN_SESSION);
    }

    @Test
    void aMessageFarAheadIsOutOfTheWindow() throws Exception {
        TestPeer peer = world.admittedPeer();
        ControlPacket far =
                new ControlPacket(
                        Opcode.CONTROL_V1,
                        0,
                        peer.sessionId,
                        List.of(),
                        0,
                        10_000,
                        ByteBuffer.allocate(5));
        receive(peer.address, peer.wrap(far));
        assertDropped(DropReason.OUT_OF_WINDOW);
    }

    @Test
    void textForOthersIsPrintableAndShort() {
        assertThat(PrintableText.of(" ~\u007f\u001f\n\u00e4")).isEqualTo(" ~____");
        assertThat(PrintableText.of("abc", 3)).isEqualTo("abc");
        assertThat(PrintableText.of("abcd", 3)).isEqualTo("abc");
    }

    @Test
    void anAddressChangesOnceASecondAtMost() {
        InetSocketAddress home = new InetSocketAddress(VirtualWorld.address("192.0.2.1"), 1);
        RemoteAddress remote = new RemoteAddress(home);
        long start = Long.MAX_VALUE - 5;
        assertThat(remote.moveTo(start, ELSEWHERE)).isTrue();
        assertThat(remote.current()).isEqualTo(ELSEWHERE);
        assertThat(remote.moveTo(start + 999_999_999, home)).isFalse();
        assertThat(remote.current()).isEqualTo(ELSEWHERE);
        assertThat(remote.moveTo(start + 1_000_000_000, home)).isTrue();
        assertThat(remote.current()).isEqualTo(home);
    }

    @Test
    void aYesToAnotherQuestionIsWorthNothing() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        long question = world.session().openQuestion();
        Admission admission = VirtualWorld.admission(world.hosted().peerId);
        for (long wrong : new long[] {0, question - 1, question + 1}) {
            world.session().admit(world.now, wrong, admission, Set.of(), world.hosted());
            world.session().confirm(world.now, wrong, Factor.SECOND_FACTOR, world.hosted());
            world.session().refuse(world.now, wrong, new Refusal.Denied("no"), world.hosted());
        }
        peer.say(world.now, "PUSH_REQUEST");
        world.settle();
        assertThat(peer.messages).isEmpty();
        assertThat(world.session().openQuestion()).isEqualTo(question);
    }

    @Test
    void theFirstAdmissionCountsWhileAFactorIsOpen() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        long question = world.session().openQuestion();
        Admission first = VirtualWorld.admission(world.hosted().peerId);
        Set<Factor> code = Set.of(Factor.SECOND_FACTOR);
        world.session().admit(world.now, question, first, code, world.hosted());
        world.session()
                .admit(world.now, question, first.withTunMtu(1400), Set.of(), world.hosted());
        world.settle();
        assertThat(peer.messages).isEmpty();

        world.session().confirm(world.now, question, Factor.SECOND_FACTOR, world.hosted());
        world.settle();
        assertThat(peer.messages.getFirst()).contains("tun-mtu 1500");
    }

    @Test
    void settingsDoNotChangeForThoseWhoCannotHearIt() throws Exception {
        TestPeer peer = world.peer();
        peer.start(world.now);
        world.settle();
        LiveSettings settings = new LiveSettings(List.of(), Admission.Dns.NONE);
        assertThat(world.session().update(world.now, settings, world.hosted())).isFalse();
        world.session().inform(world.now, "too early", world.hosted());
        world.settle();
        assertThat(peer.messages).isEmpty();
        world.admit();
        world.settle();
        // This client does not know PUSH_UPDATE.
        assertThat(world.session().update(world.now, settings, world.hosted())).isFalse();
    }

    private void receive(InetSocketAddress from, ByteBuffer packet) {
        world.session().receive(world.now, from, packet, world.hosted());
    }

    private void send(int length) {
        world.session().send(world.now, ByteBuffer.allocate(length), world.hosted());
    }

    private void assertDropped(DropReason reason) {
        assertThat(world.server.drops).containsExactly(Map.entry(reason, 1));
        assertThat(world.server.delivered).isEmpty();
    }

    private static ControlPacket ack(long sessionId, List<Integer> acks, long peerSessionId) {
        return new ControlPacket(
                Opcode.ACK_V1, 0, sessionId, acks, peerSessionId, 0, ByteBuffer.allocate(0));
    }

    private static ControlPacket packet(TestPeer peer, Opcode opcode, int keyId) {
        return new ControlPacket(
                opcode, keyId, peer.sessionId, List.of(), 0, 0, ByteBuffer.allocate(0));
    }
}
