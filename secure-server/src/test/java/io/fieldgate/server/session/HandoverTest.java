package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.net.DatagramSender;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final DatagramSender PORT = (_, _) -> {};
    private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 1);

    private final Handover handover = new Handover();

    @Test
    void whatIsOfferedComesOutInItsOrderAndAsACopy() {
        assertThat(handover.isEmpty()).isTrue();
        assertThat(handover.peek()).isNull();
        ByteBuffer packet = ByteBuffer.allocate(8).putLong(0, 1);
        assertThat(handover.offer(PORT, FROM, packet)).isTrue();
        packet.putLong(0, 2);
        assertThat(handover.offer(PORT, FROM, packet)).isTrue();
        assertThat(handover.isEmpty()).isFalse();
        for (long expected = 1; expected <= 2; expected++) {
            Handover.Place place = Objects.requireNonNull(handover.peek());
            assertThat(place.task()).isEqualTo(Handover.Task.RECEIVE);
            assertThat(place.port()).isSameAs(PORT);
            assertThat(place.from()).isSameAs(FROM);
            assertThat(place.packet().remaining()).isEqualTo(8);
            assertThat(place.packet().getLong()).isEqualTo(expected);
            handover.done();
            assertThat(place.from()).as("no ended session is kept").isNull();
        }
        assertThat(handover.isEmpty()).isTrue();
    }

    @Test
    void aFullRingTakesNothingUntilThereIsRoom() {
        ByteBuffer packet = ByteBuffer.allocate(1);
        for (int i = 0; i < Handover.PLACES; i++) {
            assertThat(handover.offer(PORT, FROM, packet.clear())).isTrue();
        }
        assertThat(handover.offer(PORT, FROM, packet.clear())).isFalse();
        handover.done();
        assertThat(handover.offer(PORT, FROM, packet.clear())).isTrue();
        assertThat(handover.offer(PORT, FROM, packet.clear())).isFalse();
    }

    @Test
    void aPacketLongerThanUsualFindsRoom() {
        for (int round = 0; round <= Handover.PLACES; round++) {
            int length = round % 2 == 0 ? 9000 : 1;
            assertThat(handover.offer(PORT, FROM, ByteBuffer.allocate(length))).isTrue();
            assertThat(Objects.requireNonNull(handover.peek()).packet().remaining())
                    .isEqualTo(length);
            handover.done();
        }
    }

    @Test
    void twoThreadsLoseNothingAndSeeWholePackets() throws Exception {
        int count = 300_000;
        AtomicLong refused = new AtomicLong();
        Thread producer =
                Thread.ofPlatform()
                        .start(() -> {
                            ByteBuffer packet = ByteBuffer.allocate(64);
                            for (long i = 0; i < count; ) {
                                packet.clear();
                                while (packet.hasRemaining()) {
                                    packet.putLong(i);
                                }
                                if (handover.offer(PORT, FROM, packet.flip())) {
                                    i++;
                                } else {
                                    refused.incrementAndGet();
                                    Thread.onSpinWait();
                                }
                            }
                        });
        for (long i = 0; i < count; ) {
            Handover.Place place = handover.peek();
            if (place == null) {
                Thread.onSpinWait();
                continue;
            }
            ByteBuffer packet = place.packet();
            assertThat(packet.remaining()).isEqualTo(64);
            while (packet.hasRemaining()) {
                long value = packet.getLong();
                if (value != i) {
                    throw new AssertionError(value + " instead of " + i);
                }
            }
            handover.done();
            i++;
        }
        producer.join();
        assertThat(handover.isEmpty()).isTrue();
    }
}
