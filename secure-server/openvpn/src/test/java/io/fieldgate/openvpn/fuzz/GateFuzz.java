package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.HostileGate;

/// First packets of nobody: noise, and any content under the right keys of each kind. An answer is
/// never longer than what it answers, and nothing is kept for an address that proved nothing.
public final class GateFuzz {
    private GateFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, GateFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        HostileGate gate = new HostileGate();
        for (int step = 0; input.hasMore() && step < 20; step++) {
            gate.step(input, bounds);
        }
        assertThat(gate.sessionsOfNobody()).isZero();
    }
}
