package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.util.Optional;

/// How a profile protects the control channel, and with which key. It never shows the key in text.
public sealed interface ControlKey {
    /// A key for each client; for OpenVPN 2.5 and newer and OpenVPN 3.
    record TlsCryptV2(TlsCryptV2ClientKey key) implements ControlKey {}

    /// One key for all clients of a server, for encryption; OpenVPN 2.4 knows it.
    record TlsCrypt(StaticKey key) implements ControlKey {}

    /// One key for all clients of a server, for authentication only.
    ///
    /// @param digest also the `auth` of the data channel
    record TlsAuth(StaticKey key, AuthDigest digest, KeyDirection direction)
            implements ControlKey {}

    /// Which parts of the key each end uses: `key-direction`.
    enum KeyDirection {
        /// No direction given: both ends use the same part.
        BOTH(Optional.empty()),
        /// Usual for the server.
        ZERO(Optional.of("0")),
        /// Usual for the client.
        ONE(Optional.of("1"));

        private final Optional<String> openvpnName;

        KeyDirection(Optional<String> openvpnName) {
            this.openvpnName = openvpnName;
        }

        Optional<String> openvpnName() {
            return openvpnName;
        }

        static KeyDirection named(String openvpnName) throws Refusal {
            for (KeyDirection direction : values()) {
                if (direction.openvpnName.filter(openvpnName::equals).isPresent()) {
                    return direction;
                }
            }
            throw new Refusal("is no key direction", "write key-direction 1");
        }
    }
}
