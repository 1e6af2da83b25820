package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.ControlWrap.Unwrapped;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.Role;
import java.nio.ByteBuffer;

/// Header and body of control packets without protection; what is read is written the same again.
public final class ControlPacketFuzz {
    private static final ControlWrap WRAP = new ControlKey.Unprotected().wrap(Role.SERVER);

    private ControlPacketFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ControlPacketFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        ByteBuffer packet = input.restShifted();
        bounds.packet(() -> roundTrip(packet));
    }

    private static void roundTrip(ByteBuffer packet) {
        if (WRAP.unwrap(packet) instanceof Parsed.Value<Unwrapped>(Unwrapped unwrapped)) {
            ByteBuffer again = WRAP.wrap(unwrapped.packet(), unwrapped.replayId());
            assertThat(again).isEqualTo(packet.slice());
        }
    }
}
