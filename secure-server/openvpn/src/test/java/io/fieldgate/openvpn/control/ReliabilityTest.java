package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.ReliableReceiver.Outcome;
import io.fieldgate.openvpn.wire.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The reliability layer as tables of packets. A script is a list of steps; the sender's steps are
/// `+N` (N messages are offered), `aN` (message N is acknowledged), `tN` (N milliseconds pass);
/// after each step all that is due is sent.
class ReliabilityTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        // Six may be on their way; the span counts, not the number.
        "+8, 0 1 2 3 4 5",
        "+8 a1 a2 a3 a4, 0 1 2 3 4 5 0",
        "+8 a0, 0 1 2 3 4 5 6",
        "+8 a0 a1, 0 1 2 3 4 5 6 7",
        // Nothing comes back: again after 2, 4, 8 seconds.
        "+1 t1999, 0",
        "+1 t2000, 0 0",
        "+1 t2000 t3999, 0 0",
        "+1 t2000 t4000 t8000, 0 0 0 0",
        // Three later ones were acknowledged: again at once, once.
        "+5 a1 a2, 0 1 2 3 4",
        "+5 a1 a2 a3, 0 1 2 3 4 0",
        "+5 a1 a2 a3 a4, 0 1 2 3 4 0",
        "+5 a1 a1 a1, 0 1 2 3 4",
        // Unknown acknowledgements change nothing.
        "+1 a7 a-1 t2000, 0 0",
        "+1 a0 a0 t60000, 0"
    })
    void theSenderSends(String script, String sent) {
        assertThat(play(new ReliableSender(0, true), script)).isEqualTo(sent);
    }

    @Test
    void overTcpNothingIsRepeated() {
        ReliableSender sender = new ReliableSender(0, false);
        assertThat(play(sender, "+5 t60000 a1 a2 a3 a4")).isEqualTo("0 1 2 3 4");
        assertThat(sender.nextDeadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void aSenderTakesNoMoreThanItsLimit() {
        ReliableSender sender = new ReliableSender(0, true);
        for (int i = 0; i < ReliableSender.MAX_WAITING; i++) {
            assertThat(sender.offer(Opcode.CONTROL_V1, new byte[0])).isTrue();
        }
        assertThat(sender.offer(Opcode.CONTROL_V1, new byte[0])).isFalse();
    }

    @Test
    void aSenderIsIdleWhenAllIsAcknowledged() {
        ReliableSender sender = new ReliableSender(1, true);
        assertThat(sender.isIdle()).isTrue();
        play(sender, "+2 a1");
        assertThat(sender.isIdle()).isFalse();
        play(sender, "a2");
        assertThat(sender.isIdle()).isTrue();
    }

    @ParameterizedTest(name = "{0} -> {1}, in order {2}")
    @CsvSource({
        "0 1 2,      T T T,    0 1 2",
        "2 1 0,      T T T,    0 1 2",
        "0 0 1 1 0,  T R T R R, 0 1",
        "1 1 1,      T R R,    ''",
        "11 12,      T O,      ''",
        "0 12 13,    T T O,    0",
        "-1 -2147483648, O O,  ''",
    })
    void theReceiverTakes(String arriving, String outcomes, String inOrder) {
        ReliableReceiver receiver = new ReliableReceiver(0);
        List<String> results = new ArrayList<>();
        List<String> payloads = new ArrayList<>();
        for (String id : arriving.trim().split(" +", -1)) {
            Outcome outcome =
                    receiver.offer(
                            Integer.parseInt(id),
                            new byte[] {Byte.parseByte(id.length() > 4 ? "0" : id)});
            results.add(outcome.name().substring(0, 1));
            for (byte[] next = receiver.poll(); next != null; next = receiver.poll()) {
                payloads.add(String.valueOf(next[0]));
            }
        }
        assertThat(String.join(" ", results)).isEqualTo(outcomes);
        assertThat(String.join(" ", payloads)).isEqualTo(inOrder);
    }

    @Test
    void newAcknowledgementsComeBeforeRepeatedOnes() {
        Acknowledgements acks = new Acknowledgements();
        assertThat(acks.isPending()).isFalse();
        acks.add(0);
        assertThat(acks.take(4)).containsExactly(0);
        acks.add(1);
        acks.add(2);
        assertThat(acks.take(4)).containsExactly(2, 1, 0);
        assertThat(acks.isPending()).isFalse();
        acks.add(0);
        assertThat(acks.isPending()).isTrue();
        assertThat(acks.take(2)).containsExactly(0, 2);
    }

    @Test
    void moreAcknowledgementsThanFitGoOutInTurn() {
        Acknowledgements acks = new Acknowledgements();
        IntStream.range(0, 6).forEach(acks::add);
        assertThat(acks.take(4)).containsExactly(3, 2, 1, 0);
        assertThat(acks.isPending()).isTrue();
        assertThat(acks.take(4)).containsExactly(5, 4, 3, 2);
        assertThat(acks.isPending()).isFalse();
    }

    @Test
    void neverMoreThanEightAcknowledgementsWait() {
        Acknowledgements acks = new Acknowledgements();
        IntStream.range(0, 100).forEach(acks::add);
        assertThat(acks.take(100)).hasSize(8);
        assertThat(acks.isPending()).isFalse();
    }

    private static String play(ReliableSender sender, String script) {
        long now = -1_000_000;
        List<String> sent = new ArrayList<>();
        for (String step : Arrays.asList(script.split(" ", -1))) {
            int number = Integer.parseInt(step.substring(1));
            switch (step.charAt(0)) {
                case '+' ->
                        IntStream.range(0, number)
                                .forEach(_ -> sender.offer(Opcode.CONTROL_V1, new byte[0]));
                case 'a' -> sender.acknowledged(number, now);
                case 't' -> now += number * 1_000_000L;
                default -> throw new IllegalArgumentException(step);
            }
            for (ReliableSender.Message message = sender.poll(now);
                    message != null;
                    message = sender.poll(now)) {
                sent.add(String.valueOf(message.id()));
            }
        }
        return String.join(" ", sent);
    }
}
