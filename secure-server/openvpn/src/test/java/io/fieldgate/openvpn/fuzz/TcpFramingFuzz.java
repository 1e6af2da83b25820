package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.TcpFraming;
import java.nio.ByteBuffer;

/// Packets on a TCP stream, cut off one after the other.
public final class TcpFramingFuzz {

    private TcpFramingFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, TcpFramingFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        ByteBuffer stream = input.restShifted();
        boolean more = true;
        while (more) {
            int before = stream.position();
            int[] length = new int[1];
            bounds.packet(() -> length[0] = TcpFraming.next(stream));
            if (length[0] > 0) {
                assertThat(length[0]).isLessThanOrEqualTo(TcpFraming.MAX_LENGTH);
                assertThat(length[0]).isLessThanOrEqualTo(stream.remaining());
                stream.position(stream.position() + length[0]);
            } else {
                assertThat(stream.position()).isEqualTo(before);
                more = false;
            }
        }
    }
}
