package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.HostileWords;

/// All that a server says in words, up to the settings and ends that a client makes of it.
public final class ServerWordsFuzz {

    private ServerWordsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, HostileWords::run);
    }
}
