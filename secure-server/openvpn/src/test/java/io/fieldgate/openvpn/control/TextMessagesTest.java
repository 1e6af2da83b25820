package io.fieldgate.openvpn.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.fuzz.Bounds;
import io.fieldgate.openvpn.wire.ControlPacket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The text messages of both ends, one by one and at their limits.
class TextMessagesTest {
    @Test
    void onlySoManyMessagesOfAPieceAreLookedAt() {
        byte[] full = "EXIT\0".repeat(TextPiece.MAX_MESSAGES).getBytes(UTF_8);
        assertThat(ClientMessage.read(full)).hasSize(TextPiece.MAX_MESSAGES);
        assertThat(ServerMessage.read(full)).hasSize(TextPiece.MAX_MESSAGES);
        byte[] more = "EXIT\0".repeat(TextPiece.MAX_MESSAGES + 1).getBytes(UTF_8);
        assertThat(ClientMessage.read(more)).hasSize(TextPiece.MAX_MESSAGES);
        assertThat(ServerMessage.read(more)).hasSize(TextPiece.MAX_MESSAGES);
    }

    /// Words that cost the most for their length, in a piece as long as a packet can make one.
    @ParameterizedTest
    @ValueSource(strings = {"x", "CR_RESPONSE,!", "INFO,\u00e9", "PUSH_REPLY,a"})
    void aPieceFullOfMessagesStaysWithinTheBoundsOfAPacket(String word) {
        int times = ReliableReceiver.WINDOW * ControlPacket.MAX_LENGTH / (word.length() + 1);
        byte[] piece = (word + "\0").repeat(times).getBytes(UTF_8);
        Bounds.check(piece, (_, bounds) -> bounds.packet(() -> ClientMessage.read(piece)));
        Bounds.check(piece, (_, bounds) -> bounds.packet(() -> ServerMessage.read(piece)));
    }

    @Test
    void theLastMessageNeedsNoNul() {
        assertThat(ClientMessage.read("\0\0EXIT".getBytes(UTF_8)))
                .containsExactly(new ClientMessage.Exit());
        assertThat(ServerMessage.read("\0EXIT\0HALT".getBytes(UTF_8)))
                .containsExactly(new ServerMessage.Exit(), new ServerMessage.Halt(""));
        assertThat(ClientMessage.read(new byte[0])).isEmpty();
        assertThat(ServerMessage.read(new byte[3])).isEmpty();
    }

    @Test
    void aLongerMessageIsNotLookedAt() {
        String answer = "x".repeat(3060);
        String longest = response(answer) + " ".repeat(4);
        assertThat(longest).hasSize(ClientMessage.MAX_LENGTH);
        assertThat(fromClient(longest)).isEqualTo(new ClientMessage.ChallengeResponse(answer));
        assertThat(fromClient(longest + " ")).isEqualTo(new ClientMessage.Other());

        String info = "x".repeat(ServerMessage.MAX_LENGTH - 5);
        assertThat(fromServer("INFO," + info)).isEqualTo(new ServerMessage.Notice(info));
        assertThat(fromServer("INFO," + info + "x")).isEqualTo(new ServerMessage.Other());
    }

    @Test
    void eachMessageOfAPieceHasThatLength() {
        String answer = "x".repeat(2000);
        assertThat(ClientMessage.read((response(answer) + "\0").repeat(3).getBytes(UTF_8)))
                .containsOnly(new ClientMessage.ChallengeResponse(answer))
                .hasSize(3);
        String info = "x".repeat(3000);
        assertThat(ServerMessage.read(("INFO," + info + "\0").repeat(3).getBytes(UTF_8)))
                .containsOnly(new ServerMessage.Notice(info))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4321", "n\u00e4chster Code"})
    void anAnswerIsInBase64(String answer) {
        assertThat(fromClient(response(answer)))
                .isEqualTo(new ClientMessage.ChallengeResponse(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CR_RESPONSE,4321!",
                "CR_RESPONSE",
                "cr_response,NDMyMQ==",
                "exit",
                "PUSH_REQUEST,1"
            })
    void allElseFromAClientIsOther(String text) {
        assertThat(fromClient(text)).isEqualTo(new ClientMessage.Other());
    }

    @Test
    void theServersWordsHaveTheirNames() {
        assertThat(
                        ServerMessage.read(
                                ("PUSH_REPLY,ping 1\0PUSH_UPDATE,a,b\0AUTH_FAILED\0"
                                                + "AUTH_FAILED,CRV1:x\0INFO,a\0INFO_PRE,b,c\0"
                                                + "RESTART,[P]:x\0HALT\0EXIT\0push_reply,a\0")
                                        .getBytes(UTF_8)))
                .containsExactly(
                        new ServerMessage.PushReply("ping 1"),
                        new ServerMessage.PushUpdate("a,b"),
                        new ServerMessage.AuthFailed(""),
                        new ServerMessage.AuthFailed("CRV1:x"),
                        new ServerMessage.Notice("a"),
                        new ServerMessage.Notice("b,c"),
                        new ServerMessage.Restart("[P]:x"),
                        new ServerMessage.Halt(""),
                        new ServerMessage.Exit(),
                        new ServerMessage.Other());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "AUTH_PENDING,timeout 60 > 60",
                "AUTH_PENDING,x,timeout 5 > 5",
                "AUTH_PENDING > -1",
                "AUTH_PENDING,timeout > -1",
                "AUTH_PENDING,timeout x > -1",
                "AUTH_PENDING,nextout 60 > -1"
            })
    void waitingMaySayHowLong(String text, long seconds) {
        assertThat(fromServer(text))
                .isEqualTo(
                        new ServerMessage.AuthPending(
                                seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds)));
    }

    @Test
    void whatIsNoPrintableTextIsOther() {
        List<ServerMessage> messages = new ArrayList<>();
        messages.addAll(ServerMessage.read("INFO,a\u001bb\0".getBytes(UTF_8)));
        messages.addAll(ServerMessage.read(new byte[] {'E', 'X', 'I', 'T', (byte) 0xff}));
        assertThat(messages).containsExactly(new ServerMessage.Other(), new ServerMessage.Other());
        assertThat(fromServer("EXIT \r\n")).isEqualTo(new ServerMessage.Exit());
    }

    private static String response(String answer) {
        return "CR_RESPONSE," + Base64.getEncoder().encodeToString(answer.getBytes(UTF_8));
    }

    private static ClientMessage fromClient(String text) {
        return ClientMessage.read(text.getBytes(UTF_8)).getFirst();
    }

    private static ServerMessage fromServer(String text) {
        return ServerMessage.read(text.getBytes(UTF_8)).getFirst();
    }
}
