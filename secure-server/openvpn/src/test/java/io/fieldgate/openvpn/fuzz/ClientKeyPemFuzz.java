package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;

/// The text form of a tls-crypt-v2 client key, as it stands in a profile.
public final class ClientKeyPemFuzz {

    private ClientKeyPemFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ClientKeyPemFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        String pem =
                input.bit()
                        ? input.text()
                        : "-----BEGIN OpenVPN tls-crypt-v2 client key-----\n"
                                + input.text()
                                + "\n-----END OpenVPN tls-crypt-v2 client key-----\n";
        bounds.packet(() -> TlsCryptV2ClientKey.parsePem(pem));
    }
}
