package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlChannelTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aStreamArrivesWholeThroughABadNetwork(long seed) {
        Random random = new Random(seed);
        ControlChannel left = new ControlChannel(0, 1, 2, 0, false);
        ControlChannel right = new ControlChannel(0, 2, 1, 0, false);
        byte[] leftStream = bytes(random, 30_000);
        byte[] rightStream = bytes(random, 20_000);
        left.offer(leftStream);
        right.offer(rightStream);
        ByteArrayOutputStream atRight = new ByteArrayOutputStream();
        ByteArrayOutputStream atLeft = new ByteArrayOutputStream();

        long now = 0;
        List<ControlPacket> toRight = new ArrayList<>();
        List<ControlPacket> toLeft = new ArrayList<>();
        for (int i = 0; i < 2000 && !(left.isIdle() && right.isIdle()); i++) {
            now += 200_000_000L;
            left.flush(now, toRight::add);
            right.flush(now, toLeft::add);
            deliver(random, toRight, right, atRight, now);
            deliver(random, toLeft, left, atLeft, now);
        }

        assertThat(atRight.toByteArray()).isEqualTo(leftStream);
        assertThat(atLeft.toByteArray()).isEqualTo(rightStream);
    }

    @Test
    void aPacketWithFourAcknowledgementsStaysWithin1200Bytes() {
        ControlChannel channel = new ControlChannel(0, 1, 2, 0, false);
        channel.offer(new byte[5000]);
        List<ControlPacket> packets = new ArrayList<>();
        channel.flush(0, packets::add);
        int headerWrapAndFourAcks = 9 + 8 + 32 + 1 + 4 * 4 + 8 + 4;
        assertThat(packets).allMatch(p -> p.payload().remaining() + headerWrapAndFourAcks <= 1200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Opcode.class,
            names = {
                "CONTROL_SOFT_RESET_V1",
                "CONTROL_HARD_RESET_CLIENT_V2",
                "CONTROL_HARD_RESET_CLIENT_V3",
                "CONTROL_HARD_RESET_SERVER_V2"
            })
    void whatAResetCarriesIsNoTls(Opcode reset) {
        assertThat(received(reset)).isEmpty();
    }

    /// OpenVPN 3 answers a soft reset so.
    @ParameterizedTest
    @EnumSource(
            value = Opcode.class,
            names = {"CONTROL_V1", "CONTROL_WKC_V1"})
    void tlsMayComeInPlaceOfAReset(Opcode opcode) {
        assertThat(received(opcode)).containsExactly(7, 8, 9);
    }

    private static byte[] received(Opcode opcode) {
        ControlChannel channel = new ControlChannel(1, 1, 2, 0, false);
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {7, 8, 9});
        channel.receive(0, new ControlPacket(opcode, 1, 2, List.of(), 0, 0, payload));
        return Objects.requireNonNull(channel.poll());
    }

    @Test
    void anAcknowledgementGoesAloneWhenThereIsNothingToSay() {
        ControlChannel left = new ControlChannel(0, 1, 2, 0, false);
        ControlChannel right = new ControlChannel(0, 2, 1, 0, false);
        left.offer(new byte[10]);
        left.flush(0, packet -> right.receive(0, packet));
        List<ControlPacket> packets = new ArrayList<>();
        right.flush(0, packets::add);
        right.flush(0, packets::add);

        assertThat(packets).hasSize(1);
        assertThat(packets.getFirst().acks()).containsExactly(0);
        assertThat(packets.getFirst().peerSessionId()).isEqualTo(1);
    }

    private static void deliver(
            Random random,
            List<ControlPacket> packets,
            ControlChannel to,
            ByteArrayOutputStream stream,
            long now) {
        Collections.shuffle(packets, random);
        List<ControlPacket> late = new ArrayList<>();
        for (ControlPacket packet : packets) {
            int fate = random.nextInt(10);
            if (fate < 2) {
                continue;
            }
            if (fate == 2) {
                late.add(packet);
            }
            to.receive(now, packet);
            for (byte[] payload = to.poll(); payload != null; payload = to.poll()) {
                stream.writeBytes(payload);
            }
        }
        packets.clear();
        packets.addAll(late);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
