package io.fieldgate.openvpn.wire;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static io.fieldgate.openvpn.wire.Vectors.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPacketTest {
    private static final ControlPacket.Header CONTROL =
            new ControlPacket.Header(Opcode.CONTROL_V1, 3, 7);
    private static final ControlPacket.Header ACK = new ControlPacket.Header(Opcode.ACK_V1, 0, 7);

    @Test
    void aPacketReadsAsItWasWritten() {
        ControlPacket packet =
                new ControlPacket(
                        Opcode.CONTROL_V1, 3, 7, List.of(4, -1), 9, 0x80000000, buffer("160301"));

        ControlPacket read = value(ControlPacket.parseBody(CONTROL, body(packet)));

        assertThat(read).isEqualTo(packet);
        assertThat(hex(body(packet)))
                .isEqualTo("02" + "00000004" + "ffffffff" + "0000000000000009" + "80000000160301");
    }

    @Test
    void withoutAcksThereIsNoPeerSessionId() {
        ControlPacket read = value(ControlPacket.parseBody(CONTROL, buffer("0000000005aa")));

        assertThat(read.messageId()).isEqualTo(5);
        assertThat(hex(read.payload())).isEqualTo("aa");
        assertThat(hex(body(read))).isEqualTo("0000000005aa");
    }

    @Test
    void anAckHasNoMessageId() {
        String body = "01" + "00000002" + "0000000000000009";

        ControlPacket read = value(ControlPacket.parseBody(ACK, buffer(body)));

        assertThat(read.acks()).containsExactly(2);
        assertThat(read.payload().hasRemaining()).isFalse();
        assertThat(hex(body(read))).isEqualTo(body);
    }

    @Test
    void eightAcksAreAcceptedAndNineAreNot() {
        String peer = "0000000000000009";

        assertThat(value(ControlPacket.parseBody(ACK, buffer("08" + "00000001".repeat(8) + peer))))
                .extracting(p -> p.acks().size())
                .isEqualTo(8);
        assertThat(ControlPacket.parseBody(ACK, buffer("09" + "00000001".repeat(9) + peer)))
                .isEqualTo(Parsed.failed(Flaw.TOO_MANY_ACKS));
        assertThat(ControlPacket.parseBody(ACK, buffer("ff" + "00000001".repeat(255) + peer)))
                .isEqualTo(Parsed.failed(Flaw.TOO_MANY_ACKS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00000000",
                "01",
                "0100000001",
                "010000000100000000000000",
                "01000000010000000000000009",
                "01000000010000000000000009000000"
            })
    void aTruncatedBodyIsRefused(String body) {
        assertThat(ControlPacket.parseBody(CONTROL, buffer(body)))
                .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
    }

    @Test
    void theHeaderTellsOpcodeKeyIdAndSession() {
        ByteBuffer packet = buffer("ff" + "23" + "0102030405060708" + "99").position(1);

        ControlPacket.Header header = value(ControlPacket.parseHeader(packet));

        assertThat(header)
                .isEqualTo(
                        new ControlPacket.Header(Opcode.CONTROL_V1, 3, Vectors.CLIENT_SESSION_ID));
        assertThat(packet.position()).isEqualTo(1);
    }

    @Test
    void aShortHeaderADataOpcodeAndAZeroSessionIdAreRefused() {
        assertThat(ControlPacket.parseHeader(buffer(""))).isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
        assertThat(ControlPacket.parseHeader(buffer("3801020304050607")))
                .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
        assertThat(ControlPacket.parseHeader(buffer("480102030405060708")))
                .isEqualTo(Parsed.failed(Flaw.WRONG_OPCODE));
        assertThat(ControlPacket.parseHeader(buffer("200000000000000000")))
                .isEqualTo(Parsed.failed(Flaw.ZERO_SESSION_ID));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 12, 13, 14, 31})
    void obsoleteAndUnknownOpcodesAreRefused(int code) {
        ByteBuffer packet = ByteBuffer.allocate(9).put((byte) (code << 3)).putLong(1).flip();

        assertThat(ControlPacket.parseHeader(packet)).isEqualTo(Parsed.failed(Flaw.WRONG_OPCODE));
    }

    @Test
    void weNeverWriteMoreThanEightAcks() {
        List<Integer> nine = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

        assertThatThrownBy(() ->
                        new ControlPacket(Opcode.ACK_V1, 0, 1, nine, 2, 0, ByteBuffer.allocate(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noBytesMakeTheParsersThrow() {
        Mutations mutations = new Mutations("ControlPacketTest");
        byte[] valid = Vectors.bytes("02000000040000000500000000000000090000000a160301");
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer bytes = mutations.noiseOrMutantOf(valid);
            assertThat(ControlPacket.parseHeader(bytes)).isNotNull();
            assertThat(ControlPacket.parseBody(CONTROL, bytes)).isNotNull();
            assertThat(ControlPacket.parseBody(ACK, bytes)).isNotNull();
        }
    }

    private static ByteBuffer body(ControlPacket packet) {
        ByteBuffer body = ByteBuffer.allocate(packet.bodyLength());
        packet.writeBody(body);
        assertThat(body.hasRemaining()).isFalse();
        return body.flip();
    }
}
