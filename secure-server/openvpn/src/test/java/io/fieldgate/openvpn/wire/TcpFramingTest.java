package io.fieldgate.openvpn.wire;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TcpFramingTest {
    @Test
    void packetsAreFoundOneAfterTheOther() {
        ByteBuffer stream = buffer("0002aabb0001cc0003dd");

        assertThat(TcpFraming.next(stream)).isEqualTo(2);
        stream.position(stream.position() + 2);
        assertThat(TcpFraming.next(stream)).isEqualTo(1);
        assertThat(stream.get()).isEqualTo((byte) 0xcc);
        assertThat(TcpFraming.next(stream)).isEqualTo(TcpFraming.INCOMPLETE);
        assertThat(stream.remaining()).isEqualTo(3);
    }

    @Test
    void halfALengthIsIncomplete() {
        assertThat(TcpFraming.next(buffer(""))).isEqualTo(TcpFraming.INCOMPLETE);
        assertThat(TcpFraming.next(buffer("00"))).isEqualTo(TcpFraming.INCOMPLETE);
    }

    @Test
    void lengthZeroAndLengthsAboveTheLimitBreakTheStream() {
        assertThat(TcpFraming.next(buffer("0000"))).isEqualTo(TcpFraming.BROKEN);
        assertThat(TcpFraming.next(buffer("0800"))).isEqualTo(TcpFraming.INCOMPLETE);
        assertThat(TcpFraming.next(buffer("0801"))).isEqualTo(TcpFraming.BROKEN);
        assertThat(TcpFraming.next(buffer("ffff"))).isEqualTo(TcpFraming.BROKEN);
    }

    @Test
    void whatWasWrittenIsRead() {
        ByteBuffer stream = ByteBuffer.allocate(4096);
        TcpFraming.writeHeader(stream, TcpFraming.MAX_LENGTH);
        stream.put(new byte[TcpFraming.MAX_LENGTH]).flip();

        assertThat(TcpFraming.next(stream)).isEqualTo(TcpFraming.MAX_LENGTH);
        assertThatThrownBy(() -> TcpFraming.writeHeader(stream, TcpFraming.MAX_LENGTH + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TcpFraming.writeHeader(stream, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noStreamMakesItThrowOrReadOutsideIt() {
        Random random = new Mutations("TcpFramingTest").random();
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 0;
            }
            ByteBuffer stream = ByteBuffer.wrap(bytes);
            int length = TcpFraming.next(stream);
            assertThat(length).isLessThanOrEqualTo(stream.remaining());
            assertThat(stream.position()).isEqualTo(length > 0 ? 2 : 0);
        }
    }
}
