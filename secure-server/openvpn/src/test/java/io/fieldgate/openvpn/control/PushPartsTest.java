package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pushed options, cut into messages by one end and joined by the other.
class PushPartsTest {
    /// What the options of one message may have, commas included.
    private static final int ROOM =
            PushReply.MAX_MESSAGE - PushReply.RESERVED - PushReply.HEAD.length();

    private final PushedParts parts = new PushedParts();

    @Test
    void aMessageIsFilledToItsLimitAndNoFurther() {
        List<String> fitting = filling(ROOM);
        assertThat(PushReply.messages(fitting)).hasSize(1);
        assertThat(PushReply.messages(filling(ROOM + 1)))
                .hasSize(2)
                .allMatch(message -> message.length() < PushReply.MAX_MESSAGE);
    }

    @Test
    void theLongestOptionCanBePushed() {
        String longest = "x".repeat(PushReply.MAX_OPTION);
        assertThat(PushReply.messages(List.of(longest))).containsExactly("PUSH_REPLY," + longest);
    }

    @Test
    void withoutOptionsThereIsOneBareMessage() {
        assertThat(PushReply.messages(List.of())).containsExactly("PUSH_REPLY");
        assertThat(PushReply.updates(List.of("ping 1"))).containsExactly("PUSH_UPDATE,ping 1");
    }

    @Test
    void anOptionThatBeginsWithACommaIsOurOwnMistakeToo() {
        assertThatThrownBy(() -> PushReply.messages(List.of(",a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasCutIsJoined() throws Exception {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            options.add("route 10." + i + ".0.0 255.255.0.0");
        }
        List<String> messages = PushReply.messages(options);
        for (String message : messages.subList(0, messages.size() - 1)) {
            assertThat(parts.add(text(message))).isEmpty();
        }
        assertThat(parts.add(text(messages.getLast()))).contains(options);
        // And nothing is left for the next push.
        assertThat(parts.add("ping 1")).contains(List.of("ping 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,push-continuation 1",
                "a,push-continuation",
                "a,push-continuation 3",
                "a,push-continuation 2,push-continuation 1",
                "a",
                ",a,,",
                " a "
            })
    void onlyTwoMeansThatMoreComes(String last) throws Exception {
        assertThat(parts.add("first,push-continuation 2")).isEmpty();
        assertThat(parts.add(last)).isEqualTo(Optional.of(List.of("first", "a")));
    }

    @Test
    void whatOnlyBeginsLikeIt() throws Exception {
        assertThat(parts.add("push-continuationx 2")).contains(List.of("push-continuationx 2"));
    }

    @Test
    void allPartsTogetherHaveSoManyOptions() throws Exception {
        String half = "a,".repeat(PushedParts.MAX_OPTIONS / 2);
        parts.add(half + "push-continuation 2");
        assertThat(parts.add(half).orElseThrow()).hasSize(PushedParts.MAX_OPTIONS);

        parts.add(half + "push-continuation 2");
        assertThatThrownBy(() -> parts.add(half + "a"))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void allPartsTogetherAreSoLong() throws Exception {
        String more = ",push-continuation 2";
        parts.add("x".repeat(PushedParts.MAX_CHARACTERS - more.length() - 1) + more);
        assertThat(parts.add("y")).isPresent();

        parts.add("x".repeat(PushedParts.MAX_CHARACTERS - more.length() - 1) + more);
        assertThatThrownBy(() -> parts.add("yy")).isInstanceOf(MalformedMessageException.class);
    }

    private static String text(String message) {
        return message.substring(PushReply.HEAD.length() + 1);
    }

    /// Options that take so many characters of a message.
    private static List<String> filling(int characters) {
        List<String> options = new ArrayList<>();
        int left = characters;
        while (left > 0) {
            int length = Math.min(200, left - 1);
            options.add("x".repeat(length));
            left -= length + 1;
        }
        return options;
    }
}
