package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.ReliableReceiver;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Two control channels and a wire that the input rules: loss, order, repetition, forged
/// acknowledgements. What arrives is what was sent, in order.
public final class ReliabilityFuzz {

    private ReliabilityFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ReliabilityFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        new Wire(input, bounds).run();
    }

    private static final class Wire {
        private final FuzzInput input;
        private final Bounds bounds;
        private final ControlChannel sender = new ControlChannel(0, 1, 2, 0, false);
        private final ControlChannel receiver = new ControlChannel(0, 2, 1, 0, false);
        private final List<ControlPacket> toReceiver = new ArrayList<>();
        private final List<ControlPacket> toSender = new ArrayList<>();
        private long now;
        private int sent;
        private int received;

        Wire(FuzzInput input, Bounds bounds) {
            this.input = input;
            this.bounds = bounds;
        }

        void run() {
            for (int step = 0; input.hasMore() && step < 500; step++) {
                step(input.u8());
                poll();
            }
        }

        private void step(int choice) {
            switch (choice % 6) {
                case 0 -> {
                    if (sender.offer(new byte[] {(byte) sent})) {
                        sent++;
                    }
                }
                case 1 -> bounds.packet(() -> sender.flush(now, toReceiver::add));
                case 2 -> bounds.packet(() -> receiver.flush(now, toSender::add));
                case 3 -> deliver(receiver, toReceiver);
                case 4 -> deliver(sender, toSender);
                default -> {
                    now += input.u16() * 1_000_000L;
                    forge();
                }
            }
        }

        /// Any packet of those under way, which stays there.
        private void deliver(ControlChannel to, List<ControlPacket> packets) {
            if (!packets.isEmpty()) {
                ControlPacket packet = packets.get(input.below(packets.size()));
                bounds.packet(() -> to.receive(now, packet));
            }
        }

        /// Acknowledgements of what was never sent, and messages far outside the window.
        private void forge() {
            List<Integer> acks = new ArrayList<>();
            for (int i = input.below(ControlPacket.MAX_ACKS + 1); i > 0; i--) {
                acks.add(input.i32());
            }
            int id = input.bit() ? received + 12 + input.below(100) : -1 - input.below(100);
            ControlPacket packet =
                    new ControlPacket(Opcode.CONTROL_V1, 0, 1, acks, 2, id, ByteBuffer.allocate(3));
            bounds.packet(() ->
                    assertThat(receiver.receive(now, packet))
                            .isEqualTo(ReliableReceiver.Outcome.OUT_OF_WINDOW));
        }

        private void poll() {
            for (byte[] payload = receiver.poll(); payload != null; payload = receiver.poll()) {
                assertThat(payload).containsExactly((byte) received);
                received++;
            }
            assertThat(received).isLessThanOrEqualTo(sent);
        }
    }
}
