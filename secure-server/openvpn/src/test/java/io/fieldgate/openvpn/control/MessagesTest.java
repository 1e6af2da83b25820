package io.fieldgate.openvpn.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "V4,dev-type tun,proto UDPv4,tls-client > V4,dev-type tun,proto UDPv4,tls-server",
                "V4,proto TCPv4_CLIENT,tls-client > V4,proto TCPv4_SERVER,tls-server",
                "V4,keydir 1,tls-client > V4,keydir 0,tls-server",
            })
    void theOptionsStringIsMirrored(String client, String server) {
        assertThat(new OptionsString(client).mirrored()).isEqualTo(server);
    }

    @Test
    void anUnprintableOptionsStringIsNotRepeated() {
        assertThat(new OptionsString("V4,\u0007").mirrored()).isEqualTo(OptionsString.DEFAULT);
        assertThat(new OptionsString("").mirrored()).isEqualTo(OptionsString.DEFAULT);
    }

    @Test
    void optionsAreFoundByTheirName() {
        OptionsString options = new OptionsString("V4,dev-type tap,comp-lzo,mtu-dynamic");
        assertThat(options.argument("dev-type")).isEqualTo("tap");
        assertThat(options.has("comp-lzo")).isTrue();
        assertThat(options.has("tls-client")).isFalse();
    }

    @Test
    void clientMessagesEndWithNul() {
        assertThat(ClientMessage.read("PUSH_REQUEST\0EXIT\r\n\0foo\0\0".getBytes(UTF_8)))
                .containsExactly(
                        new ClientMessage.PushRequest(),
                        new ClientMessage.Exit(),
                        new ClientMessage.Other());
    }

    @Test
    void aShortPushIsOneMessage() {
        assertThat(PushReply.messages(List.of("ping 1", "peer-id 2")))
                .containsExactly("PUSH_REPLY,ping 1,peer-id 2");
    }

    @Test
    void aLongPushIsContinuedAndLosesNothing() {
        List<String> options =
                IntStream.range(0, 500).mapToObj(i -> "route 10.0." + i + ".0 x").toList();
        List<String> messages = PushReply.messages(options);

        assertThat(messages).allMatch(m -> m.length() < 1024 && m.startsWith("PUSH_REPLY,"));
        assertThat(messages.subList(0, messages.size() - 1))
                .allMatch(m -> m.endsWith(",push-continuation 2"));
        assertThat(messages.getLast()).endsWith(",push-continuation 1");
        String all = String.join("", messages).replaceAll(",push-continuation .", "");
        assertThat(all.replace("PUSH_REPLY", "")).isEqualTo("," + String.join(",", options));
    }

    @Test
    void whatCannotBePushedIsOurOwnMistake() {
        assertThatThrownBy(() -> PushReply.messages(List.of("a,b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PushReply.messages(List.of("x".repeat(256))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyMethod2IsReadHoweverItIsCut() throws Exception {
        byte[] message = keyMethod2("opts", "me", "secret", "IV_VER=1\n");
        for (int length = 0; length < message.length - 2; length++) {
            ByteBuffer part = ByteBuffer.wrap(message, 0, length).slice();
            KeyMethod2.FromClient early = KeyMethod2.read(part);
            // Old clients leave out strings at the end, so some cuts look complete.
            if (early != null) {
                assertThat(early.options()).isEqualTo("opts");
            }
        }
        ByteBuffer all = ByteBuffer.wrap(message);
        KeyMethod2.FromClient client = Objects.requireNonNull(KeyMethod2.read(all));
        assertThat(all.hasRemaining()).isFalse();
        assertThat(client.username()).isEqualTo("me");
        assertThat(client.password()).isEqualTo("secret");
        assertThat(client.peerInfo()).isEqualTo("IV_VER=1\n");
        assertThat(client.premaster()).hasSize(48).containsOnly(7);
    }

    @Test
    void whatFollowsKeyMethod2IsLeft() throws Exception {
        byte[] message = keyMethod2("opts", "", "", "IV_VER=1\n");
        ByteBuffer both = ByteBuffer.allocate(message.length + 13).put(message);
        both.put("PUSH_REQUEST\0".getBytes(UTF_8)).flip();
        assertThat(KeyMethod2.read(both)).isNotNull();
        assertThat(both.remaining()).isEqualTo(13);
    }

    @Test
    void anotherKeyMethodIsRefused() {
        byte[] message = keyMethod2("opts", "", "", "");
        message[4] = 1;
        assertThatThrownBy(() -> KeyMethod2.read(ByteBuffer.wrap(message)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void stringsOfKeyMethod2HaveLimits() throws Exception {
        String longest = "x".repeat(KeyMethod2.MAX_CREDENTIAL - 1);
        assertThat(KeyMethod2.read(ByteBuffer.wrap(keyMethod2("o", longest, "", "")))).isNotNull();
        byte[] tooLong = keyMethod2("o", longest + "x", "", "");
        assertThatThrownBy(() -> KeyMethod2.read(ByteBuffer.wrap(tooLong)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void noiseInKeyMethod2NeverThrowsAnythingElse() {
        long seed = Long.getLong("fieldgate.test.seed", System.nanoTime());
        System.out.println("MessagesTest: -Dfieldgate.test.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = keyMethod2("opts", "me", "secret", "IV_VER=1\n");
            for (int n = random.nextInt(5); n >= 0; n--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            ByteBuffer cut = ByteBuffer.wrap(message, 0, random.nextInt(message.length + 1));
            try {
                KeyMethod2.read(cut);
            } catch (MalformedMessageException expected) {
                assertThat(expected.text()).isNotEmpty();
            }
        }
    }

    private static byte[] keyMethod2(String... strings) {
        ByteBuffer message = ByteBuffer.allocate(20_000).putInt(0).put((byte) 2);
        for (int i = 0; i < 48; i++) {
            message.put((byte) 7);
        }
        message.put(new byte[64]);
        for (String text : strings) {
            byte[] bytes = text.getBytes(UTF_8);
            message.putShort((short) (bytes.length + 1)).put(bytes).put((byte) 0);
        }
        byte[] all = new byte[message.flip().remaining()];
        message.get(all);
        return all;
    }
}
