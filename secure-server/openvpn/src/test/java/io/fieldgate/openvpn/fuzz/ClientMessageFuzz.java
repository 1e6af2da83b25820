package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.control.ClientMessage;

/// Text messages from a client inside TLS.
public final class ClientMessageFuzz {

    private ClientMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ClientMessageFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        byte[] plaintext = input.rest();
        bounds.packet(() -> ClientMessage.read(plaintext));
    }
}
