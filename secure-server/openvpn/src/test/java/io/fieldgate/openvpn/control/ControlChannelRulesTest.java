package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.ReliableReceiver.Outcome;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What one end of the control channel sends and what it waits for, step by step.
class ControlChannelRulesTest {
    private static final long LOCAL = 0x11;
    private static final long REMOTE = 0x22;

    private final ControlChannel channel = new ControlChannel(3, LOCAL, REMOTE, 0, false);
    private final List<ControlPacket> sent = new ArrayList<>();

    @Test
    void bytesAreCutIntoPacketsOfTheLargestSize() {
        assertThat(channel.offer(new byte[2 * ControlChannel.MAX_PAYLOAD + 1])).isTrue();
        channel.flush(0, sent::add);
        assertThat(sent)
                .extracting(packet -> packet.payload().remaining())
                .containsExactly(ControlChannel.MAX_PAYLOAD, ControlChannel.MAX_PAYLOAD, 1);
        assertThat(sent).extracting(ControlPacket::messageId).containsExactly(0, 1, 2);
        assertThat(sent).extracting(ControlPacket::keyId).containsOnly(3);
        assertThat(sent).extracting(ControlPacket::sessionId).containsOnly(LOCAL);
        assertThat(channel.keyId()).isEqualTo(3);
    }

    @Test
    void roomIsLeftInTheNextPacketOnly() {
        channel.reserveInNext(300);
        channel.offer(new byte[2000]);
        channel.offer(new byte[2000]);
        channel.flush(0, sent::add);
        assertThat(sent)
                .extracting(packet -> packet.payload().remaining())
                .containsExactly(800, 1100, 100, 1100, 900);
    }

    @Test
    void moreRoomThanThereIsLeavesThePacketEmpty() {
        channel.reserveInNext(ControlChannel.MAX_PAYLOAD + 500);
        channel.offer(new byte[10]);
        channel.flush(0, sent::add);
        assertThat(sent).extracting(packet -> packet.payload().remaining()).containsExactly(0, 10);
    }

    @Test
    void aStreamThatIsNotAcknowledgedIsBrokenSomeTime() {
        int all = ReliableSender.MAX_WAITING * ControlChannel.MAX_PAYLOAD;
        assertThat(channel.offer(new byte[all])).isTrue();
        assertThat(channel.offer(new byte[1])).isFalse();
        assertThat(channel.offer(new byte[0])).isTrue();
        assertThat(channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1)).isFalse();
        ControlChannel other = new ControlChannel(0, LOCAL, REMOTE, 0, false);
        assertThat(other.offer(new byte[all + 1])).isFalse();
    }

    @Test
    void itIsIdleWhenAllIsAcknowledgedAndNotBefore() {
        assertThat(channel.isIdle()).isTrue();
        assertThat(channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1)).isTrue();
        assertThat(channel.isIdle()).isFalse();
        channel.flush(7, sent::add);
        assertThat(channel.isIdle()).isFalse();
        assertThat(channel.nextDeadline()).isEqualTo(7 + ReliableSender.INITIAL_TIMEOUT_NANOS);

        assertThat(channel.receive(8, acknowledgement(0))).isEqualTo(Outcome.TAKEN);

        assertThat(channel.isIdle()).isTrue();
        assertThat(channel.nextDeadline()).isEqualTo(Deadline.NEVER);
        assertThat(sent.getFirst().opcode()).isEqualTo(Opcode.CONTROL_SOFT_RESET_V1);
        assertThat(sent.getFirst().payload().remaining()).isZero();
    }

    @Test
    void anAcknowledgementIsNotAcknowledged() {
        channel.receive(0, acknowledgement(0));
        channel.flush(0, sent::add);
        assertThat(sent).isEmpty();
        assertThat(channel.poll()).isNull();
    }

    @Test
    void whatIsTooFarAheadIsNotAcknowledgedAndARepetitionIs() {
        assertThat(channel.receive(0, message(ReliableReceiver.WINDOW)))
                .isEqualTo(Outcome.OUT_OF_WINDOW);
        channel.flush(0, sent::add);
        assertThat(sent).isEmpty();
        assertThat(channel.receive(0, message(0))).isEqualTo(Outcome.TAKEN);
        channel.flush(0, sent::add);
        assertThat(channel.receive(0, message(0))).isEqualTo(Outcome.REPEATED);
        channel.flush(0, sent::add);
        assertThat(sent).extracting(ControlPacket::opcode).containsOnly(Opcode.ACK_V1).hasSize(2);
        assertThat(sent).extracting(ControlPacket::acks).containsOnly(List.of(0));
        assertThat(sent).extracting(ControlPacket::peerSessionId).containsOnly(REMOTE);
    }

    @Test
    void messagesCarryFourAcknowledgementsAndTheRestGoesAlone() {
        for (int id = 0; id < 6; id++) {
            channel.receive(0, message(id));
        }
        channel.offer(new byte[1]);
        channel.flush(0, sent::add);
        assertThat(sent)
                .extracting(ControlPacket::opcode)
                .containsExactly(Opcode.CONTROL_V1, Opcode.ACK_V1);
        assertThat(sent.getFirst().acks()).containsExactly(3, 2, 1, 0);
        assertThat(sent.getLast().acks()).startsWith(5, 4).hasSize(6);
    }

    @Test
    void acknowledgementsCanGoWithoutMessages() {
        channel.offer(new byte[1]);
        channel.receive(0, message(0));
        channel.acknowledge(sent::add);
        assertThat(sent).extracting(ControlPacket::opcode).containsExactly(Opcode.ACK_V1);
        channel.acknowledge(sent::add);
        assertThat(sent).hasSize(1);
    }

    @Test
    void theOtherEndIsNamedOnceItIsKnownAndOnlyBesideAcknowledgements() {
        ControlChannel client = new ControlChannel(0, LOCAL, 0, 0, false);
        client.offer(new byte[1]);
        client.flush(0, sent::add);
        client.learnRemoteSessionId(REMOTE);
        client.receive(0, message(0));
        client.flush(0, sent::add);
        assertThat(sent).extracting(ControlPacket::peerSessionId).containsExactly(0L, REMOTE);
        // Without acknowledgements the field does not exist.
        client = new ControlChannel(0, LOCAL, REMOTE, 0, false);
        client.offer(new byte[1]);
        client.flush(0, sent::add);
        assertThat(sent.getLast().peerSessionId()).isZero();
    }

    private static ControlPacket acknowledgement(int id) {
        return new ControlPacket(
                Opcode.ACK_V1, 3, REMOTE, List.of(id), LOCAL, 0, ByteBuffer.allocate(0));
    }

    private static ControlPacket message(int id) {
        return new ControlPacket(
                Opcode.CONTROL_V1, 3, REMOTE, List.of(), 0, id, ByteBuffer.allocate(5));
    }
}
