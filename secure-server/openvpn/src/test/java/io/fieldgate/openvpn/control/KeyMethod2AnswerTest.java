package io.fieldgate.openvpn.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server's key method 2 at its edges, and a client's own.
class KeyMethod2AnswerTest {
    private static final int FIXED = 5 + 64;

    @Test
    void anAnswerThatEndsWithinItselfIsWaitedForAndLeftAlone() throws Exception {
        byte[] whole = answer(0, 10).array();
        for (int length = 0; length < FIXED + 2 + 10; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThat(KeyMethod2.readAnswer(cut)).as("%d bytes", length).isNull();
            assertThat(cut.position()).isZero();
        }
        // Old servers leave out the strings behind the options.
        ByteBuffer shortest = ByteBuffer.wrap(whole, 0, FIXED + 2 + 10);
        assertThat(KeyMethod2.readAnswer(shortest)).isNotNull();
        assertThat(shortest.hasRemaining()).isFalse();
        // One byte of the next length: more must come.
        assertThat(KeyMethod2.readAnswer(ByteBuffer.wrap(whole, 0, FIXED + 2 + 10 + 1))).isNull();
    }

    @Test
    void theHeadIsLookedAtAsSoonAsItIsThere() throws Exception {
        assertThat(KeyMethod2.readAnswer(ByteBuffer.wrap(new byte[] {0, 0, 0, 0}))).isNull();
        assertThat(KeyMethod2.readAnswer(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 2}))).isNull();
        for (byte[] head : new byte[][] {{0, 0, 0, 0, 1}, {0, 0, 0, 1, 2}, {1, 0, 0, 0, 2}}) {
            assertThatThrownBy(() -> KeyMethod2.readAnswer(ByteBuffer.wrap(head)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1024", "1, 4096", "2, 4096", "3, 65535"})
    void aStringMayBeAsLongAsItsLimitAndNoLonger(int index, int limit) throws Exception {
        ByteBuffer longest = answer(index, limit);
        KeyMethod2.FromServer read = Objects.requireNonNull(KeyMethod2.readAnswer(longest));
        assertThat(longest.hasRemaining()).isFalse();
        assertThat(read.random1()).hasSize(32).containsOnly(3);
        assertThat(read.random2()).hasSize(32).containsOnly(4);
        if (limit < 65_535) {
            assertThatThrownBy(() -> KeyMethod2.readAnswer(answer(index, limit + 1)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void theShortestMessagesHaveEmptyOptionsAndNothingBehind() throws Exception {
        ByteBuffer answer = answer(0, 0).limit(FIXED + 2);
        assertThat(KeyMethod2.readAnswer(answer)).isNotNull();
        KeyMethod2.FromClient own = KeyMethod2.FromClient.fresh(new SecureRandom(), "", "", "", "");
        ByteBuffer message = ByteBuffer.wrap(KeyMethod2.write(own)).limit(5 + 48 + 64 + 2);
        assertThat(Objects.requireNonNull(KeyMethod2.read(message)).username()).isEmpty();
    }

    @Test
    void whatFollowsAnAnswerIsLeft() throws Exception {
        ByteBuffer answer = answer(3, 7);
        ByteBuffer both = ByteBuffer.allocate(3 + answer.remaining() + 11);
        both.position(3).put(answer).put("PUSH_REPLY\0".getBytes(UTF_8)).flip().position(3);
        assertThat(KeyMethod2.readAnswer(both)).isNotNull();
        assertThat(both.remaining()).isEqualTo(11);
        assertThat(both.get()).isEqualTo((byte) 'P');
    }

    @Test
    void ourOwnMessageIsReadAsItWasMeant() throws Exception {
        KeyMethod2.FromClient own =
                KeyMethod2.FromClient.fresh(new SecureRandom(), "V4", "anna", "", "IV_VER=1\n");
        ByteBuffer bytes = ByteBuffer.wrap(KeyMethod2.write(own));
        KeyMethod2.FromClient read = Objects.requireNonNull(KeyMethod2.read(bytes));

        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(read.premaster()).isEqualTo(own.premaster()).isNotEqualTo(new byte[48]);
        assertThat(read.random1()).isEqualTo(own.random1()).isNotEqualTo(new byte[32]);
        assertThat(read.random2()).isEqualTo(own.random2()).isNotEqualTo(own.random1());
        assertThat(read.options()).isEqualTo("V4");
        assertThat(read.username()).isEqualTo("anna");
        assertThat(read.password()).isEmpty();
        assertThat(read.peerInfo()).isEqualTo("IV_VER=1\n");
        // Stock programs end each string with a NUL that counts, and give an empty one length 0.
        assertThat(bytes.capacity()).isEqualTo(5 + 48 + 64 + 8 + 3 + 5 + 0 + 10);
    }

    @Test
    void aStringMayLackItsNul() throws Exception {
        KeyMethod2.FromClient client =
                KeyMethod2.FromClient.fresh(new SecureRandom(), "V4", "a", "b", "c");
        byte[] bytes = KeyMethod2.write(client);
        int last = bytes.length - 2;
        byte[] bare = Arrays.copyOf(bytes, last + 1);
        bare[last - 1] = 1;
        assertThat(Objects.requireNonNull(KeyMethod2.read(ByteBuffer.wrap(bare))).peerInfo())
                .isEqualTo("c");
    }

    /// A complete answer, one string of which has this length.
    private static ByteBuffer answer(int index, int length) {
        ByteBuffer answer = ByteBuffer.allocate(FIXED + 8 + length);
        byte[] random = new byte[32];
        answer.putInt(0).put((byte) 2);
        Arrays.fill(random, (byte) 3);
        answer.put(random);
        Arrays.fill(random, (byte) 4);
        answer.put(random);
        for (int i = 0; i < 4; i++) {
            answer.putShort((short) (i == index ? length : 0));
            for (int n = 0; i == index && n < length; n++) {
                answer.put((byte) 'a');
            }
        }
        return answer.flip();
    }
}
