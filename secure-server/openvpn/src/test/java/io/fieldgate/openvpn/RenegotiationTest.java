package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.InBandMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenegotiationTest {
    private static final ByteBuffer IP_PACKET =
            ByteBuffer.wrap(
                    HexFormat.of()
                            .parseHex(
                                    "4500001c00000000401100006440000264400001"
                                            + "0001000200080000"));

    private final VirtualWorld world = new VirtualWorld();

    @Test
    void thePeerMayStartOneAndTheOwnerIsAskedAgain() throws Exception {
        TestPeer peer = rekeyed();

        assertThat(questions())
                .extracting(Event.PeerAuthenticating::rekey)
                .containsExactly(false, true);
        assertThat(world.server.events(Event.Rekeyed.class))
                .containsExactly(new Event.Rekeyed(1, "TLSv1.3"));
        peer.send(1, IP_PACKET.duplicate());
        world.settle();
        assertThat(world.server.delivered).hasSize(1);
        assertThat(world.server.drops).isEmpty();
    }

    @Test
    void theServerStartsOneInTheLastTenthOfThePeriod() throws Exception {
        TestPeer peer = world.admittedPeer();
        keepAlive(peer, Duration.ofSeconds(3600 * 9 / 10 - 1));
        assertThat(questions()).hasSize(1);
        keepAlive(peer, Duration.ofSeconds(361));
        assertThat(questions()).hasSize(2);
        assertThat(peer.keyId()).isEqualTo(1);
    }

    @Test
    void theOldKeyStillReceivesForTheTransitionWindow() throws Exception {
        TestPeer peer = rekeyed();
        keepAlive(peer, Duration.ofSeconds(110));
        peer.send(0, IP_PACKET.duplicate());
        world.settle();
        assertThat(world.server.delivered).hasSize(1);

        keepAlive(peer, Duration.ofSeconds(20));
        peer.send(0, IP_PACKET.duplicate());
        world.settle();
        assertThat(world.server.delivered).hasSize(1);
        assertThat(world.server.drops).containsOnlyKeys(DropReason.NO_DATA_KEY);
    }

    @Test
    void theServerSendsWithTheNewKeyWhenThePeerHasUsedIt() throws Exception {
        TestPeer peer = rekeyed();
        assertThat(keyOfNextPacket()).isZero();
        peer.send(1, IP_PACKET.duplicate());
        world.settle();
        assertThat(keyOfNextPacket()).isEqualTo(1);
    }

    @Test
    void theServerSendsWithTheNewKeyAfter5Seconds() throws Exception {
        rekeyed();
        world.advance(Duration.ofMillis(4900));
        assertThat(keyOfNextPacket()).isZero();
        world.advance(Duration.ofMillis(200));
        assertThat(keyOfNextPacket()).isEqualTo(1);
    }

    @Test
    void noDataPassesOnANewKeyBeforeItIsApproved() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.rekey(world.now);
        world.settle();
        peer.send(1, IP_PACKET.duplicate());
        world.settle();

        assertThat(world.server.delivered).isEmpty();
        assertThat(world.server.drops).containsOnlyKeys(DropReason.NO_DATA_KEY);
    }

    @Test
    void anotherCertificateIsRefused() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.tls = VirtualWorld.PKI.context(VirtualWorld.PKI.client("client-1"));
        peer.rekey(world.now);
        world.settle();

        assertThat(peer.messages)
                .last()
                .isEqualTo("AUTH_FAILED,another certificate at the renegotiation");
        peer.send(0, IP_PACKET.duplicate());
        world.settle();
        assertThat(world.server.delivered).isEmpty();
        world.advance(Duration.ofSeconds(5));
        assertThat(closed()).containsExactly(CloseReason.IDENTITY_CHANGED);
    }

    @Test
    void anotherUserNameIsRefused() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.username = "somebody";
        peer.rekey(world.now);
        world.settle();
        world.advance(Duration.ofSeconds(5));

        assertThat(closed()).containsExactly(CloseReason.IDENTITY_CHANGED);
    }

    @Test
    void aPeerRefusedAtARenegotiationLosesItsData() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.rekey(world.now);
        world.settle();
        world.session().refuse(world.now, "revoked", world.hosted());
        peer.send(0, IP_PACKET.duplicate());
        world.settle();

        assertThat(world.server.delivered).isEmpty();
        assertThat(peer.messages).last().isEqualTo("AUTH_FAILED,revoked");
    }

    @Test
    void aPeerMayNotRenegotiateInQuickSuccession() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofMillis(9900));
        peer.rekey(world.now);
        world.settle();
        assertThat(world.server.drops).containsOnlyKeys(DropReason.UNKNOWN_SESSION);
        assertThat(questions()).hasSize(1);

        // Its reset is repeated, and in time.
        world.advance(Duration.ofSeconds(3));
        assertThat(questions()).hasSize(2);
    }

    @Test
    void aRenegotiationThatStopsHalfWayEndsTheSession() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.rekey(world.now);
        world.toPeers = packets -> List.of();
        world.settle();
        keepAlive(peer, Duration.ofSeconds(61));

        assertThat(closed()).containsExactly(CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void nothingIsSentOnTheOldKeyIdOnceTheNewOneIsOpen() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.say(world.now, "PUSH_REQUEST");
        List<ByteBuffer> late = List.copyOf(peer.outbox);
        peer.outbox.clear();
        peer.rekey(world.now);
        world.settle();
        world.server.outbox.clear();
        late.forEach(packet -> world.inject(peer.address, packet));

        assertThat(world.server.outbox).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFarewellOnTheOldKeyIdIsHeard(boolean protectedByTheNewKey) throws Exception {
        TestPeer peer = rekeyed();
        peer.dynamicForAll = protectedByTheNewKey;
        peer.sayOn(world.now, 0, "EXIT");
        world.settle();
        assertThat(closed()).containsExactly(CloseReason.PEER_EXIT);
    }

    @Test
    void keyIdsRunFromSevenToOne() throws Exception {
        TestPeer peer = world.admittedPeer();
        for (int round = 0; round < 8; round++) {
            world.advance(Duration.ofSeconds(11));
            peer.rekey(world.now);
            world.settle();
            world.session().approveRekey(world.now, world.hosted());
        }
        assertThat(world.server.events(Event.Rekeyed.class))
                .hasSize(8)
                .last()
                .isEqualTo(new Event.Rekeyed(1, "TLSv1.3"));
    }

    private TestPeer rekeyed() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.advance(Duration.ofSeconds(10));
        peer.rekey(world.now);
        world.settle();
        world.session().approveRekey(world.now, world.hosted());
        world.settle();
        return peer;
    }

    private int keyOfNextPacket() {
        world.server.outbox.clear();
        world.session().send(world.now, IP_PACKET.duplicate(), world.hosted());
        return world.server.outbox.getFirst().packet().get(0) & 7;
    }

    /// Time passes while the peer sends something every 10 seconds.
    private void keepAlive(TestPeer peer, Duration duration) throws Exception {
        long end = world.now + duration.toNanos();
        while (end - world.now > 0) {
            long step = Math.min(end - world.now, 10_000_000_000L);
            peer.send(0, InBandMessage.ping());
            world.settle();
            world.advance(Duration.ofNanos(step));
        }
    }

    private List<Event.PeerAuthenticating> questions() {
        return world.server.events(Event.PeerAuthenticating.class);
    }

    private List<CloseReason> closed() {
        return world.server.events(Event.Closed.class).stream().map(Event.Closed::reason).toList();
    }
}
