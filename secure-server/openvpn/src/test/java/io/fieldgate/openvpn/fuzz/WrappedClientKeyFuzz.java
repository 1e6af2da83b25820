package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey.Unwrapped;
import io.fieldgate.openvpn.wire.Vectors;
import io.fieldgate.openvpn.wire.WrappedClientKey;
import io.fieldgate.openvpn.wire.WrappedClientKey.Split;
import java.nio.ByteBuffer;

/// Wrapped client keys of tls-crypt-v2: noise behind a packet, and any content under the right key.
public final class WrappedClientKeyFuzz {
    private static final byte[] SERVER_KEY = Vectors.counting(1, TlsCryptV2ServerKey.LENGTH);
    private static final TlsCryptV2ServerKey KEY = TlsCryptV2ServerKey.of(SERVER_KEY);

    private WrappedClientKeyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, WrappedClientKeyFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        boolean forged = input.bit();
        byte[] packet = input.counted();
        byte[] content = input.rest();
        ByteBuffer wrapped =
                forged ? Forged.wrappedKey(SERVER_KEY, content) : ByteBuffer.wrap(content);
        ByteBuffer all =
                ByteBuffer.allocate(packet.length + wrapped.remaining())
                        .put(packet)
                        .put(wrapped)
                        .flip();
        bounds.packet(() -> open(all, forged));
    }

    private static void open(ByteBuffer packet, boolean forged) {
        if (WrappedClientKey.split(packet) instanceof Parsed.Value<Split>(Split split)) {
            assertThat(split.packet().remaining() + split.wrapped().remaining())
                    .isEqualTo(packet.remaining());
            if (KEY.unwrap(split.wrapped()) instanceof Parsed.Value<Unwrapped>(Unwrapped client)) {
                assertThat(forged).isTrue();
                client.metadata().peer();
                client.metadata().createdUnixSeconds();
            }
        }
    }
}
