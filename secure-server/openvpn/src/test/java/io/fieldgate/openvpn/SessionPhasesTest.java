package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What counts in which phase of a session, and how each way out of it ends.
class SessionPhasesTest {
    private static final ByteBuffer IP_PACKET =
            ByteBuffer.wrap(new byte[28]).put(0, (byte) 0x45).put(3, (byte) 28);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private VirtualWorld world = new VirtualWorld();

    @Test
    void noVerdictCountsAfterTheEnd() throws Exception {
        TestPeer peer = asked(TestPeer.INFO);
        ServerSession session = world.session();
        VirtualServer.Hosted output = world.hosted();
        long question = session.openQuestion();
        session.close(world.now, "test", output);

        assertThat(session.openQuestion()).isZero();
        session.admit(world.now, question, VirtualWorld.admission(7), Set.of(), output);
        world.settle();
        assertThat(peer.messages).isEmpty();
        assertThat(world.server.events(Event.Established.class)).isEmpty();
    }

    @Test
    void aHandshakeThatEndsGivesItsPlaceBack() throws Exception {
        world = new VirtualWorld(new ServerConfig.Limits(1, 1, 100, MINUTE, MINUTE));
        asked(TestPeer.INFO);
        world.peer().start(world.now);
        world.settle();
        assertThat(world.server.sessions).hasSize(1);
        assertThat(world.server.drops).containsKey(DropReason.TOO_MANY_HANDSHAKES);

        world.session().close(world.now, "test", world.hosted());
        assertThat(world.admittedPeer().isUp()).isTrue();
        assertThat(world.admittedPeer().isUp()).isTrue();
    }

    @Test
    void aClientThatAsksForItsSettingsGetsThemWhenItAsks() throws Exception {
        TestPeer peer = asked(TestPeer.INFO.replace("IV_PROTO=990", "IV_PROTO=986"));
        world.admit();
        world.settle();
        assertThat(peer.messages).isEmpty();

        peer.say(world.now, "PUSH_REQUEST");
        world.settle();
        assertThat(peer.messages).singleElement().asString().startsWith("PUSH_REPLY,");
    }

    @Test
    void aClientWithoutACipherInCommonReadsWhy() throws Exception {
        TestPeer peer = asked("IV_VER=2.6.14\nIV_PROTO=990\nIV_CIPHERS=BF-CBC\n");
        world.admit();
        world.settle();

        assertThat(peer.messages).singleElement().asString().startsWith("AUTH_FAILED,Data channel");
        assertThat(world.server.events(Event.Established.class)).isEmpty();
        world.advance(Duration.ofSeconds(6));
        assertThat(closed()).containsExactly(CloseReason.REFUSED);
    }

    @Test
    void anAdmittedPeerIsNotChallenged() throws Exception {
        asked(TestPeer.INFO + "IV_SSO=crtext\n");
        long question = world.session().openQuestion();
        world.admit();
        world.settle();
        Challenge late = new Challenge.TextQuestion("Code?", false, MINUTE);
        assertThat(world.session().challenge(world.now, question, late, world.hosted())).isFalse();
    }

    @Test
    void aNewKeyWaitsForItsFactorToo() throws Exception {
        TestPeer peer = world.admittedPeer();
        long question = rekeying(peer);
        Set<Factor> code = Set.of(Factor.SECOND_FACTOR);
        world.session().approveRekey(world.now, question, Optional.empty(), code, world.hosted());
        peer.send(1, IP_PACKET);
        world.settle();
        assertThat(world.server.delivered).isEmpty();
        assertThat(world.server.events(Event.Rekeyed.class)).isEmpty();

        world.session().confirm(world.now, question, Factor.SECOND_FACTOR, world.hosted());
        peer.send(1, IP_PACKET);
        world.settle();
        assertThat(world.server.delivered).hasSize(1);
        assertThat(world.server.events(Event.Rekeyed.class)).hasSize(1);
    }

    @Test
    void whoAsksForSettingsAgainGetsThemAfterHalfAMinute() throws Exception {
        TestPeer peer = world.admittedPeer();
        int said = peer.messages.size();
        for (int seconds = 1; seconds <= 29; seconds++) {
            world.advance(Duration.ofSeconds(1));
            peer.say(world.now, "PUSH_REQUEST");
            world.settle();
            assertThat(peer.messages).as("after %d s", seconds).hasSize(said);
        }
        world.advance(Duration.ofSeconds(1));
        peer.say(world.now, "PUSH_REQUEST");
        world.settle();
        assertThat(peer.messages).hasSize(said + 1).last().asString().startsWith("PUSH_REPLY");
    }

    @Test
    void controlPacketsKeepASessionAliveToo() throws Exception {
        TestPeer peer = world.admittedPeer();
        for (int i = 0; i < 20; i++) {
            world.advance(Duration.ofSeconds(10));
            peer.say(world.now, "PUSH_REQUEST");
            world.settle();
        }
        assertThat(closed()).isEmpty();
    }

    @Test
    void aGoodbyeIsAcknowledged() throws Exception {
        TestPeer peer = world.admittedPeer();
        peer.say(world.now, "EXIT");
        ByteBuffer goodbye = peer.outbox.removeFirst();
        world.server.outbox.clear();
        world.inject(peer.address, goodbye);
        assertThat(world.server.outbox).isNotEmpty();
        assertThat(closed()).containsExactly(CloseReason.PEER_EXIT);
    }

    @Test
    void whoIsToldToRestartHasTwoSecondsAndTheFirstWordCounts() throws Exception {
        TestPeer peer = world.admittedPeer();
        world.session().restart(world.now, "first", world.hosted());
        world.session().halt(world.now, "second", world.hosted());
        world.settle();
        assertThat(peer.messages).last().isEqualTo("RESTART,[P]:first");
        world.advance(Duration.ofMillis(1900));
        assertThat(closed()).isEmpty();
        world.advance(Duration.ofMillis(100));
        assertThat(closed()).containsExactly(CloseReason.RESTARTED);
    }

    @Test
    void beforeTheAdmissionAndDuringARenegotiationARestartSaysNothing() throws Exception {
        TestPeer early = asked(TestPeer.INFO);
        world.session().restart(world.now, "early", world.hosted());
        assertThat(closed()).containsExactly(CloseReason.RESTARTED);
        world.settle();
        assertThat(early.messages).isEmpty();

        TestPeer late = world.admittedPeer();
        rekeying(late);
        int said = late.messages.size();
        world.session().restart(world.now, "late", world.hosted());
        assertThat(closed()).hasSize(2);
        world.settle();
        assertThat(late.messages).hasSize(said);
    }

    private TestPeer asked(String info) throws Exception {
        TestPeer peer = world.peer();
        peer.info = info;
        peer.start(world.now);
        world.settle();
        return peer;
    }

    /// The peer asks for its second key; the number of the question about it.
    private long rekeying(TestPeer peer) throws Exception {
        world.advance(Duration.ofSeconds(11));
        peer.rekey(world.now);
        world.settle();
        return world.session().openQuestion();
    }

    private List<CloseReason> closed() {
        return world.server.events(Event.Closed.class).stream().map(Event.Closed::reason).toList();
    }
}
