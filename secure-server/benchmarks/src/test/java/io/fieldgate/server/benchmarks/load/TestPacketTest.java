package io.fieldgate.server.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TestPacketTest {
    private static final int FROM = 0x6440_0002;
    private static final int TO = 0x6440_0003;
    private static final int LENGTH = 131;
    private static final int TIME_TO_LIVE = 8;
    private static final int CHECKSUM = 10;

    private final ByteBuffer sent = TestPacket.ofFlow(LENGTH, FROM, TO, 7, 3);

    @Test
    void itSaysWhatItIs() {
        TestPacket.number(sent, 42, 99);
        assertThat(TestPacket.isOne(sent)).isTrue();
        assertThat(TestPacket.run(sent)).isEqualTo(7);
        assertThat(TestPacket.flow(sent)).isEqualTo(3);
        assertThat(TestPacket.sequence(sent)).isEqualTo(42);
        assertThat(TestPacket.sentNanos(sent)).isEqualTo(99);
        assertThat(TestPacket.isIntact(sent, sent)).isTrue();
    }

    @Test
    void itStaysIntactWhenTheNextIsWrittenOverItsTemplate() {
        ByteBuffer arrived = arrived();
        TestPacket.number(sent, 43, 100);
        assertThat(TestPacket.isIntact(arrived, sent)).isTrue();
    }

    @Test
    void eachByteThatChangesIsSeenButThoseThatRoutersChange() {
        for (int i = 0; i < LENGTH; i++) {
            boolean routers = i == TIME_TO_LIVE || i == CHECKSUM || i == CHECKSUM + 1;
            boolean sentTime = i >= 44 && i < 52;
            ByteBuffer arrived = arrived();
            arrived.put(i, (byte) (arrived.get(i) ^ 1));
            assertThat(TestPacket.isIntact(arrived, sent))
                    .as("byte " + i)
                    .isEqualTo(routers || sentTime);
        }
    }

    @Test
    void aShorterOneIsNotIntact() {
        assertThat(TestPacket.isIntact(arrived().limit(LENGTH - 1), sent)).isFalse();
    }

    private ByteBuffer arrived() {
        TestPacket.number(sent, 42, 99);
        return ByteBuffer.allocate(LENGTH).put(sent.duplicate().clear()).flip();
    }
}
