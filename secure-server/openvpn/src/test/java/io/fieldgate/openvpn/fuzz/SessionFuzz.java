package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.HostileWorld;

/// Gate and session as one state machine, driven by a peer with genuine keys.
public final class SessionFuzz {
    private SessionFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, HostileWorld::run);
    }
}
