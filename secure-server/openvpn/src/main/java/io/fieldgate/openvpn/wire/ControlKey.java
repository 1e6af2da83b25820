package io.fieldgate.openvpn.wire;

/// What protects the control packets of a session from the first one on.
public sealed interface ControlKey {
    /// The protection as this end uses it.
    ControlWrap wrap(Role role);

    /// The key of dynamic tls-crypt, which protects renegotiations: exported keying material,
    /// combined with the key in use until then, if there is one.
    ///
    /// @param exported [StaticKey#LENGTH] bytes
    StaticKey combine(byte[] exported);

    /// tls-crypt: a key that all clients of a server share, or a client's own (tls-crypt-v2).
    record Crypt(StaticKey key) implements ControlKey {
        @Override
        public ControlWrap wrap(Role role) {
            return TlsCrypt.of(key, role);
        }

        @Override
        public StaticKey combine(byte[] exported) {
            return key.xor(exported);
        }
    }

    /// tls-auth.
    ///
    /// @param digest as `--auth` of the profile says
    /// @param directional whether the ends use different halves (`key-direction` 0 and 1)
    record Auth(StaticKey key, HmacDigest digest, boolean directional) implements ControlKey {
        @Override
        public ControlWrap wrap(Role role) {
            return new TlsAuth(key, digest, directional, role);
        }

        @Override
        public StaticKey combine(byte[] exported) {
            return key.xor(exported);
        }
    }

    /// None.
    record Unprotected() implements ControlKey {
        @Override
        public ControlWrap wrap(Role role) {
            return new NoWrap();
        }

        @Override
        public StaticKey combine(byte[] exported) {
            return StaticKey.of(exported);
        }
    }
}
