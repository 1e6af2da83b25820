package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import java.nio.ByteBuffer;

/// Key method 2, complete and in pieces.
public final class KeyMethod2Fuzz {

    private KeyMethod2Fuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, KeyMethod2Fuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        int piece = 1 + input.u8() * 8;
        byte[] message = input.rest();
        bounds.packet(() -> read(message, message.length));
        int whole = read(message, message.length);
        for (int length = piece; length < message.length; length += piece) {
            int read = read(message, length);
            // Old clients leave out the last strings, so a shorter message may be complete.
            assertThat(read).isLessThanOrEqualTo(whole < 0 ? message.length : length);
        }
    }

    /// Bytes used; 0 when more must come, -1 when it can never be right.
    private static int read(byte[] message, int length) {
        ByteBuffer in = ByteBuffer.wrap(message, 0, length);
        try {
            KeyMethod2.FromClient client = KeyMethod2.read(in);
            assertThat(client == null).isEqualTo(in.position() == 0);
            return in.position();
        } catch (MalformedMessageException e) {
            return -1;
        }
    }
}
