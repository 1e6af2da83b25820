package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.ControlWrap.Unwrapped;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.Vectors;
import java.nio.ByteBuffer;

/// tls-crypt packets: noise, and any content under the right key.
public final class TlsCryptFuzz {
    private static final StaticKey KEY = StaticKey.of(Vectors.counting(0, StaticKey.LENGTH));
    private static final ControlWrap WRAP = new ControlKey.Crypt(KEY).wrap(Role.SERVER);

    private TlsCryptFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, TlsCryptFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        boolean forged = input.bit();
        ByteBuffer packet =
                forged
                        ? Forged.tlsCrypt(KEY, input.exactly(17), input.rest())
                        : input.restShifted();
        bounds.packet(() -> unwrap(packet, forged));
    }

    private static void unwrap(ByteBuffer packet, boolean forged) {
        ByteBuffer before = ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
        switch (WRAP.unwrap(packet)) {
            case Parsed.Failure<Unwrapped>(Flaw flaw) ->
                    assertThat(forged && flaw == Flaw.BAD_TAG).isFalse();
            case Parsed.Value<Unwrapped> _ -> assertThat(forged).isTrue();
        }
        assertThat(packet).isEqualTo(before);
    }
}
