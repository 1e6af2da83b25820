package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.control.OptionsString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the owner is asked about a peer, and which of its answers count.
class AuthenticationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Set<Factor> NO_FACTOR = Set.of();
    private static final Set<Factor> CODE = Set.of(Factor.SECOND_FACTOR);
    private static final Challenge QUESTION =
            new Challenge.TextQuestion("Enter the code", true, Duration.ofSeconds(90));
    private static final Challenge PAGE =
            new Challenge.WebSignIn("https://a.example/", false, Duration.ofSeconds(30));
    private static final Optional<Admission.AuthToken> TOKEN =
            Optional.of(new Admission.AuthToken("token", Optional.empty()));

    private final Authentication authentication = new Authentication();

    @Test
    void beforeTheFirstQuestionNothingIsKnown() {
        assertThat(authentication.peer()).isNull();
        assertThat(authentication.openQuestion()).isZero();
        assertThat(authentication.challenge(0, 0, QUESTION)).isEmpty();
        assertThat(authentication.takeAnswer()).isZero();
        assertThat(authentication.patientUntilNanos()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void theFirstAdmissionCountsAndOnlyOneToTheOpenQuestion() {
        KnownPeer peer = peer("crtext", 0);
        long question = authentication.ask(peer);
        assertThat(authentication.peer()).isSameAs(peer);
        assertThat(authentication.openQuestion()).isEqualTo(question);
        assertThat(authentication.admit(question + 1, VirtualWorld.admission(1), NO_FACTOR))
                .isFalse();
        assertThat(authentication.admission()).isNull();
        assertThat(authentication.admit(question, VirtualWorld.admission(2), CODE)).isFalse();
        assertThat(authentication.admit(question, VirtualWorld.admission(3), NO_FACTOR)).isFalse();
        assertThat(authentication.admission()).isEqualTo(VirtualWorld.admission(2));
        assertThat(authentication.confirm(question + 1, Factor.SECOND_FACTOR)).isFalse();
        assertThat(authentication.confirm(question, Factor.SECOND_FACTOR)).isTrue();
    }

    @Test
    void withoutAFactorTheAdmissionIsAll() {
        long question = authentication.ask(peer("", 0));
        assertThat(authentication.admit(question, VirtualWorld.admission(1), NO_FACTOR)).isTrue();
        assertThat(authentication.openQuestion()).isZero();
    }

    @Test
    void aNewTokenComesWithTheApprovalOfTheOpenQuestion() {
        long question = authentication.ask(peer("", 0));
        assertThat(authentication.approve(question + 1, TOKEN, NO_FACTOR)).isFalse();
        assertThat(authentication.newToken()).isEmpty();
        assertThat(authentication.approve(question, TOKEN, NO_FACTOR)).isTrue();
        assertThat(authentication.newToken()).isEqualTo(TOKEN);
        // What was answered once is not open any more.
        assertThat(authentication.approve(question, Optional.empty(), NO_FACTOR)).isFalse();
        assertThat(authentication.newToken()).isEqualTo(TOKEN);
    }

    @Test
    void aNewQuestionBeginsWithNothing() {
        long first = authentication.ask(peer("crtext", 0));
        authentication.admit(first, VirtualWorld.admission(1), CODE);
        authentication.challenge(0, first, QUESTION);
        KnownPeer later = peer("", 0);
        long second = authentication.ask(later);
        assertThat(second).isNotEqualTo(first);
        assertThat(authentication.peer()).isSameAs(later);
        assertThat(authentication.admission()).isNull();
        assertThat(authentication.takeAnswer()).isZero();
        assertThat(authentication.patientUntilNanos()).isEqualTo(Deadline.NEVER);
        authentication.approve(second, TOKEN, NO_FACTOR);
        authentication.ask(later);
        assertThat(authentication.newToken()).isEmpty();
    }

    @Test
    void afterARefusalNothingCounts() {
        long question = authentication.ask(peer("crtext", 0));
        assertThat(authentication.refuse(question + 1)).isFalse();
        assertThat(authentication.refuse(question)).isTrue();
        assertThat(authentication.refuse(question)).isFalse();
        assertThat(authentication.admit(question, VirtualWorld.admission(1), NO_FACTOR)).isFalse();
        assertThat(authentication.admission()).isNull();
        assertThat(authentication.challenge(0, question, QUESTION)).isEmpty();
        assertThat(authentication.ask(peer("", 0))).isZero();
    }

    @Test
    void afterTheEndNothingIsAsked() {
        long question = authentication.ask(peer("crtext", 0));
        authentication.end();
        assertThat(authentication.openQuestion()).isZero();
        assertThat(authentication.confirm(question, Factor.SECOND_FACTOR)).isFalse();
        assertThat(authentication.approve(question, TOKEN, NO_FACTOR)).isFalse();
        assertThat(authentication.newToken()).isEmpty();
        assertThat(authentication.ask(peer("", 0))).isZero();
    }

    @Test
    void aQuestionSaysHowLongItWaitsToClientsThatReadIt() {
        long question = authentication.ask(peer("crtext", 1 << 4));
        assertThat(authentication.challenge(5 * SECOND, question, QUESTION))
                .isEqualTo(
                        List.of("AUTH_PENDING,timeout 90", "INFO_PRE,CR_TEXT:R,E:Enter the code"));
        assertThat(authentication.patientUntilNanos()).isEqualTo(95 * SECOND);
        long later = authentication.ask(peer("crtext", 0));
        assertThat(authentication.challenge(0, later, QUESTION)).first().isEqualTo("AUTH_PENDING");
    }

    @Test
    void onlyTheOpenQuestionAndOnlyAsTheClientCan() {
        long question = authentication.ask(peer("crtext", 0));
        assertThat(authentication.challenge(0, question + 1, QUESTION)).isEmpty();
        assertThat(authentication.challenge(0, question, PAGE)).isEmpty();
        assertThat(authentication.takeAnswer()).isZero();
        assertThat(authentication.patientUntilNanos()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void oneAnswerIsTakenAndNoneToAPage() {
        long question = authentication.ask(peer("crtext,webauth", 0));
        assertThat(authentication.takeAnswer()).isZero();
        authentication.challenge(0, question, QUESTION);
        assertThat(authentication.takeAnswer()).isEqualTo(question);
        assertThat(authentication.takeAnswer()).isZero();
        authentication.challenge(0, question, QUESTION);
        authentication.challenge(0, question, PAGE);
        assertThat(authentication.takeAnswer()).isZero();
    }

    private static KnownPeer peer(String methods, int protocolBits) {
        PeerInfo info =
                new PeerInfo(Map.of("IV_SSO", methods, "IV_PROTO", String.valueOf(protocolBits)));
        return new KnownPeer(
                new Event.PeerIdentity(List.of(), Credentials.NONE, Optional.empty()),
                new ClientCapabilities(info, new OptionsString(""), true));
    }
}
