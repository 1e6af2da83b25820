package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import java.nio.ByteBuffer;

/// A server's key method 2.
public final class KeyMethod2AnswerFuzz {

    private KeyMethod2AnswerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, KeyMethod2AnswerFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        byte[] message = input.rest();
        bounds.packet(() -> read(message));
    }

    private static void read(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        try {
            KeyMethod2.FromServer server = KeyMethod2.readAnswer(in);
            assertThat(server == null).isEqualTo(in.position() == 0);
        } catch (MalformedMessageException e) {
            assertThat(in.position()).isZero();
        }
    }
}
