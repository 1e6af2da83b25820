package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Second factors, and that nothing passes before every verdict is positive.
class SignInTest {
    private static final Set<Factor> CODE = Set.of(Factor.SECOND_FACTOR);
    private static final Duration MINUTES = Duration.ofMinutes(3);
    private static final ByteBuffer PACKET =
            ByteBuffer.wrap(new byte[28]).put(0, (byte) 0x45).put(3, (byte) 28);

    private VirtualWorld world = new VirtualWorld();

    @Test
    void aFactorThatIsStillOpenKeepsThePeerOut() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        long question = world.session().openQuestion();
        admit(question, CODE);
        world.settle();
        peer.say(world.now, "PUSH_REQUEST");
        world.settle();
        assertThat(peer.messages).isEmpty();
        assertThat(world.server.events(Event.Established.class)).isEmpty();

        confirm(question, Factor.ACCESS_WINDOW);
        world.settle();
        assertThat(peer.messages).isEmpty();

        confirm(question, Factor.SECOND_FACTOR);
        world.settle();
        assertThat(peer.messages.getFirst()).startsWith("PUSH_REPLY,");
        assertThat(world.server.events(Event.Established.class)).hasSize(1);
    }

    @Test
    void aFactorMayBeKnownBeforeTheCallerAgrees() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        long question = world.session().openQuestion();
        confirm(question, Factor.SECOND_FACTOR);
        world.settle();
        assertThat(peer.messages).isEmpty();
        admit(question, CODE);
        world.settle();
        assertThat(peer.isUp()).isTrue();
    }

    @Test
    void aRefusalIsFinal() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        long question = world.session().openQuestion();
        admit(question, CODE);
        refuse(question, new Refusal.Denied("wrong code"));
        confirm(question, Factor.SECOND_FACTOR);
        admit(question, Set.of());
        world.settle();

        assertThat(peer.messages).containsExactly("AUTH_FAILED,wrong code");
        world.advance(Duration.ofSeconds(6));
        assertThat(closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    /// Every order of these, with data and push requests from the peer in between.
    private enum Step {
        AGREE,
        SECOND_FACTOR,
        ACCESS_WINDOW,
        REFUSE,
        STALE_FACTOR,
        PUSH_REQUEST
    }

    @Test
    @Tag("long")
    void noOrderOfAnswersPushesOrForwardsEarly() throws Exception {
        int letIn = 0;
        List<List<Step>> orders = new ArrayList<>();
        permute(new ArrayList<>(), orders);
        assertThat(orders).hasSize(720);
        for (List<Step> order : orders) {
            boolean expected =
                    order.indexOf(Step.REFUSE) == order.size() - 1
                            || order.indexOf(Step.REFUSE)
                                    > Math.max(
                                            order.indexOf(Step.AGREE),
                                            Math.max(
                                                    order.indexOf(Step.SECOND_FACTOR),
                                                    order.indexOf(Step.ACCESS_WINDOW)));
            boolean actual = play(order);
            assertThat(actual).as("%s", order).isEqualTo(expected);
            letIn += actual ? 1 : 0;
        }
        assertThat(letIn).isEqualTo(180);
    }

    private static void permute(List<Step> begun, List<List<Step>> all) {
        if (begun.size() == Step.values().length) {
            all.add(List.copyOf(begun));
            return;
        }
        for (Step step : Step.values()) {
            if (!begun.contains(step)) {
                begun.add(step);
                permute(begun, all);
                begun.removeLast();
            }
        }
    }

    /// Whether the peer was let in; fails if anything passed before.
    private boolean play(List<Step> order) throws Exception {
        world = new VirtualWorld();
        TestPeer peer = connected(TestPeer.INFO);
        long question = world.session().openQuestion();
        boolean agreed = false;
        boolean code = false;
        boolean window = false;
        boolean refused = false;
        boolean in = false;
        for (Step step : order) {
            switch (step) {
                case AGREE -> {
                    admit(question, Set.of(Factor.SECOND_FACTOR, Factor.ACCESS_WINDOW));
                    agreed = true;
                }
                case SECOND_FACTOR -> {
                    confirm(question, Factor.SECOND_FACTOR);
                    code = true;
                }
                case ACCESS_WINDOW -> {
                    confirm(question, Factor.ACCESS_WINDOW);
                    window = true;
                }
                case REFUSE -> {
                    refuse(question, new Refusal.Denied("no"));
                    refused = true;
                }
                case STALE_FACTOR -> {
                    confirm(question - 1, Factor.SECOND_FACTOR);
                    admit(question + 1, Set.of());
                }
                case PUSH_REQUEST -> peer.say(world.now, "PUSH_REQUEST");
            }
            in |= agreed && code && window && !refused;
            world.session().send(world.now, PACKET.duplicate(), world.hosted());
            world.settle();
            assertThat(peer.isUp()).as("%s at %s", order, step).isEqualTo(in);
            assertThat(peer.payloads.isEmpty()).as("%s at %s", order, step).isEqualTo(!in);
        }
        return in;
    }

    @Test
    void aQuestionInTextIsAskedAndAnsweredWhileTheConnectionWaits() throws Exception {
        TestPeer peer = connected(TestPeer.INFO + "IV_SSO=webauth,crtext\n");
        long question = world.session().openQuestion();
        admit(question, CODE);
        assertThat(challenge(question, new Challenge.TextQuestion("Code?", true, MINUTES)))
                .isTrue();
        world.settle();
        assertThat(peer.messages)
                .containsExactly("AUTH_PENDING,timeout 180", "INFO_PRE,CR_TEXT:R,E:Code?");

        world.advance(Duration.ofMinutes(2));
        peer.say(world.now, "CR_RESPONSE,MTIzNDU2");
        world.settle();
        assertThat(world.server.events(Event.ChallengeAnswered.class))
                .containsExactly(new Event.ChallengeAnswered(question, "123456"));

        peer.say(world.now, "CR_RESPONSE,MTIzNDU2");
        world.settle();
        assertThat(world.server.events(Event.ChallengeAnswered.class)).hasSize(1);

        confirm(question, Factor.SECOND_FACTOR);
        world.settle();
        assertThat(peer.isUp()).isTrue();
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotReported() throws Exception {
        TestPeer peer = connected(TestPeer.INFO + "IV_SSO=crtext\n");
        peer.say(world.now, "CR_RESPONSE,MTIzNDU2");
        peer.say(world.now, "CR_RESPONSE,***");
        world.settle();
        assertThat(world.server.events(Event.ChallengeAnswered.class)).isEmpty();
    }

    @Test
    void aClientIsAskedOnlyInAWayThatItOffers() throws Exception {
        TestPeer peer = connected(TestPeer.INFO + "IV_SSO=webauth\n");
        long question = world.session().openQuestion();
        assertThat(challenge(question, new Challenge.TextQuestion("Code?", true, MINUTES)))
                .isFalse();
        assertThat(challenge(question + 1, web())).isFalse();
        assertThat(challenge(question, web())).isTrue();
        world.settle();
        assertThat(peer.messages)
                .containsExactly(
                        "AUTH_PENDING,timeout 180",
                        "INFO_PRE,WEB_AUTH:external:https://portal.example/s/1");
    }

    @Test
    void aChallengeThatNobodyMeetsEnds() throws Exception {
        connected(TestPeer.INFO + "IV_SSO=webauth\n");
        challenge(world.session().openQuestion(), web());
        world.advance(Duration.ofSeconds(179));
        assertThat(world.server.events(Event.Closed.class)).isEmpty();
        world.advance(Duration.ofSeconds(2));
        assertThat(closeReason()).isEqualTo(CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void aDynamicChallengeIsARefusalWithAQuestion() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        refuse(
                world.session().openQuestion(),
                new Refusal.Challenge("st4te", "anna", "Enter the\ncode", false));
        world.settle();
        assertThat(peer.messages)
                .containsExactly("AUTH_FAILED,CRV1:R:st4te:YW5uYQ==:Enter the_code");
    }

    @Test
    void aTemporaryRefusalSaysWhenToComeBackToClientsThatUnderstandIt() throws Exception {
        Refusal busy = new Refusal.Temporary("busy", Duration.ofSeconds(7), true);
        TestPeer peer = connected(TestPeer.INFO);
        refuse(world.session().openQuestion(), busy);
        world.settle();
        assertThat(peer.messages)
                .containsExactly("AUTH_FAILED,TEMP[backoff 7,advance remote]:busy");

        TestPeer old = connected("IV_VER=2.5.11\nIV_PROTO=6\nIV_NCP=2\n");
        refuse(world.session().openQuestion(), busy);
        world.settle();
        assertThat(old.messages).containsExactly("AUTH_FAILED,busy");
    }

    @Test
    void aTokenIsRenewedAtTheRenegotiation() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        world.admit();
        world.settle();
        world.advance(Duration.ofSeconds(11));
        peer.rekey(world.now);
        world.settle();

        world.session()
                .approveRekey(
                        world.now,
                        world.session().openQuestion(),
                        Optional.of(new Admission.AuthToken("FG_AT_new", Optional.empty())),
                        Set.of(),
                        world.hosted());
        world.settle();
        assertThat(peer.messages.getLast()).isEqualTo("PUSH_REPLY,auth-token FG_AT_new");
    }

    @Test
    void theNameThatCameWithATokenIsNoOtherUser() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        Admission.AuthToken token = new Admission.AuthToken("FG_AT_x", Optional.of("anna"));
        Admission admission =
                VirtualWorld.admission(world.hosted().peerId)
                        .withAuthToken(token, Duration.ofHours(8));
        world.session().admit(world.now, admission, world.hosted());
        world.settle();
        world.advance(Duration.ofSeconds(11));
        peer.username = "anna";
        peer.password = "FG_AT_x";
        peer.rekey(world.now);
        world.settle();

        Event.PeerAuthenticating question =
                world.server.events(Event.PeerAuthenticating.class).getLast();
        assertThat(question.rekey()).isTrue();
        assertThat(question.identity().credentials()).isEqualTo(new Credentials("anna", "FG_AT_x"));
    }

    @Test
    void theEndOfASignInEndsTheSession() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        Admission.AuthToken token = new Admission.AuthToken("FG_AT_x", Optional.empty());
        Admission admission =
                VirtualWorld.admission(world.hosted().peerId)
                        .withAuthToken(token, Duration.ofSeconds(90));
        world.session().admit(world.now, admission, world.hosted());
        world.settle();
        for (int i = 0; i < 9; i++) {
            world.advance(Duration.ofSeconds(10));
            peer.send(PACKET.duplicate());
            world.settle();
        }
        world.advance(Duration.ofSeconds(3));
        assertThat(peer.messages.getLast()).startsWith("RESTART,[P]:the time of this sign-in");
        assertThat(closeReason()).isEqualTo(CloseReason.EXPIRED);
    }

    @Test
    void settingsChangeLiveForClientsThatCan() throws Exception {
        LiveSettings none = new LiveSettings(List.of(), Admission.Dns.NONE);
        connected(TestPeer.INFO);
        world.admit();
        world.settle();
        assertThat(world.session().update(world.now, none, world.hosted())).isFalse();

        TestPeer peer = connected(TestPeer.INFO.replace("=990", "=5086"));
        assertThat(world.session().update(world.now, none, world.hosted())).isFalse();
        world.admit();
        world.settle();
        assertThat(world.session().update(world.now, none, world.hosted())).isTrue();
        world.session().inform(world.now, "hello\nthere", world.hosted());
        world.settle();
        assertThat(peer.messages.subList(1, 3))
                .containsExactly("PUSH_UPDATE,-route,-route-ipv6,-dns", "INFO,hello_there");
    }

    @Test
    void settingsThatChangeDuringARenegotiationArriveAfterIt() throws Exception {
        TestPeer peer = connected(TestPeer.INFO.replace("=990", "=5086"));
        world.admit();
        world.settle();
        world.advance(Duration.ofSeconds(11));
        peer.rekey(world.now);
        world.settle();
        int before = peer.messages.size();
        Admission.Route first = new Admission.Route(VirtualWorld.address("10.1.0.0"), 16);
        Admission.Route last = new Admission.Route(VirtualWorld.address("10.2.0.0"), 16);
        for (Admission.Route route : List.of(first, last)) {
            LiveSettings settings = new LiveSettings(List.of(route), Admission.Dns.NONE);
            assertThat(world.session().update(world.now, settings, world.hosted())).isTrue();
        }
        world.settle();
        assertThat(peer.messages).hasSize(before);

        world.session().approveRekey(world.now, world.hosted());
        world.settle();
        assertThat(peer.messages.subList(before, peer.messages.size()))
                .containsExactly("PUSH_UPDATE,-route-ipv6,route 10.2.0.0 255.255.0.0,-dns");
    }

    @Test
    void onlyClientsThatUnderstandItAreSentToTheNextServer() throws Exception {
        TestPeer peer = connected(TestPeer.INFO);
        world.admit();
        world.settle();
        world.session().restart(world.now, "moved", true, world.hosted());
        world.settle();
        assertThat(peer.messages.getLast()).isEqualTo("RESTART,[PN]:moved");

        peer = connected(TestPeer.INFO.replace("2.6.14", "3.11.7"));
        world.admit();
        world.settle();
        world.session().restart(world.now, "moved", true, world.hosted());
        world.settle();
        assertThat(peer.messages.getLast()).isEqualTo("RESTART,[P]:moved");
    }

    private TestPeer connected(String info) throws Exception {
        TestPeer peer = world.peer();
        peer.info = info;
        peer.start(world.now);
        world.settle();
        return peer;
    }

    private static Challenge web() {
        return new Challenge.WebSignIn("https://portal.example/s/1", true, MINUTES);
    }

    private void admit(long question, Set<Factor> open) {
        Admission admission = VirtualWorld.admission(world.hosted().peerId);
        world.session().admit(world.now, question, admission, open, world.hosted());
    }

    private void confirm(long question, Factor factor) {
        world.session().confirm(world.now, question, factor, world.hosted());
    }

    private void refuse(long question, Refusal refusal) {
        world.session().refuse(world.now, question, refusal, world.hosted());
    }

    private boolean challenge(long question, Challenge challenge) {
        return world.session().challenge(world.now, question, challenge, world.hosted());
    }

    private CloseReason closeReason() {
        return world.server.events(Event.Closed.class).getLast().reason();
    }
}
