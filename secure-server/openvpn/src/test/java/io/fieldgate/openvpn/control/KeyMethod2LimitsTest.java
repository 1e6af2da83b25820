package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Key method 2 at its edges.
class KeyMethod2LimitsTest {
    private static final int FIXED = 5 + 48 + 64;

    @Test
    void theServersNumbersAreRandom() {
        SecureRandom random = new SecureRandom();
        byte[] first = KeyMethod2.random(random);
        assertThat(first).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(KeyMethod2.random(random)).isNotEqualTo(first);
    }

    @Test
    void theAnswerHasTheFormOfAMessageOfTheServer() throws Exception {
        byte[] one = new byte[32];
        byte[] two = new byte[32];
        Arrays.fill(one, (byte) 1);
        Arrays.fill(two, (byte) 2);
        byte[] answer = KeyMethod2.answer(one, two, "V4");

        assertThat(answer).hasSize(5 + 64 + 2 + 3 + 6);
        assertThat(ByteBuffer.wrap(answer, 0, 6))
                .isEqualTo(ByteBuffer.wrap(bytes(0, 0, 0, 0, 2, 1)));
        assertThat(ByteBuffer.wrap(answer, 69, 5))
                .isEqualTo(ByteBuffer.wrap(bytes(0, 3, 'V', '4', 0)));
        KeyMethod2.FromServer read =
                Objects.requireNonNull(KeyMethod2.readAnswer(ByteBuffer.wrap(answer)));
        assertThat(read.random1()).isEqualTo(one);
        assertThat(read.random2()).isEqualTo(two);
    }

    @ParameterizedTest
    @CsvSource({"0, 1024", "1, 4096", "2, 4096", "3, 65535"})
    void aStringMayBeAsLongAsItsLimitAndNoLonger(int index, int limit) throws Exception {
        KeyMethod2.FromClient read = Objects.requireNonNull(KeyMethod2.read(message(index, limit)));
        String text =
                switch (index) {
                    case 0 -> read.options();
                    case 1 -> read.username();
                    case 2 -> read.password();
                    default -> read.peerInfo();
                };
        assertThat(text).hasSize(limit);
        if (limit < 65_535) {
            assertThatThrownBy(() -> KeyMethod2.read(message(index, limit + 1)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void aMessageThatEndsWithinItselfIsWaitedForAndLeftAlone() throws Exception {
        byte[] whole = message(0, 10).array();
        for (int length = 0; length < FIXED + 2 + 10; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThat(KeyMethod2.read(cut)).isNull();
            assertThat(cut.position()).isZero();
        }
        // One byte of the next length: more must come, the string is not empty.
        assertThat(KeyMethod2.read(ByteBuffer.wrap(whole, 0, FIXED + 2 + 10 + 1))).isNull();
        assertThat(KeyMethod2.read(ByteBuffer.wrap(whole, 0, FIXED + 2 + 10))).isNotNull();
    }

    @Test
    void theHeadIsLookedAtAsSoonAsItIsThere() throws Exception {
        assertThat(KeyMethod2.read(ByteBuffer.wrap(bytes(0, 0, 0, 0)))).isNull();
        assertThat(KeyMethod2.read(ByteBuffer.wrap(bytes(0, 0, 0, 0, 2)))).isNull();
        for (byte[] head :
                new byte[][] {bytes(0, 0, 0, 0, 1), bytes(0, 0, 0, 1, 2), bytes(1, 0, 0, 0, 2)}) {
            assertThatThrownBy(() -> KeyMethod2.read(ByteBuffer.wrap(head)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    /// A complete message, one string of which has this length.
    private static ByteBuffer message(int index, int length) {
        ByteBuffer message = ByteBuffer.allocate(FIXED + 8 + length);
        message.put(4, (byte) 2).position(FIXED);
        for (int i = 0; i < 4; i++) {
            message.putShort((short) (i == index ? length : 0));
            for (int n = 0; i == index && n < length; n++) {
                message.put((byte) 'a');
            }
        }
        return message.flip();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
