package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.wire.EarlyNegotiation;
import java.nio.ByteBuffer;

/// The list of types and values in the payload of a hard reset.
public final class EarlyNegotiationFuzz {

    private EarlyNegotiationFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, EarlyNegotiationFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        ByteBuffer payload = input.restShifted();
        bounds.packet(() -> EarlyNegotiation.asksForWrappedClientKey(payload));
    }
}
