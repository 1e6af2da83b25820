package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;

/// How a client protects its control channel, as its profile says.
public sealed interface ClientProtection {
    /// The protection as both ends know it.
    ControlKey controlKey();

    /// The replay id of the client's first packet.
    default int firstPacketId() {
        return 1;
    }

    /// A key of the client's own, which it brings along wrapped for the server.
    record TlsCryptV2(TlsCryptV2ClientKey key) implements ClientProtection {
        @Override
        public ControlKey controlKey() {
            return new ControlKey.Crypt(key.key());
        }

        /// Says that we can resend the wrapped key.
        @Override
        public int firstPacketId() {
            return ReplayId.EARLY_NEGOTIATION_START;
        }
    }

    /// A key that all clients of the server share.
    record TlsCrypt(StaticKey key) implements ClientProtection {
        @Override
        public ControlKey controlKey() {
            return new ControlKey.Crypt(key);
        }
    }

    /// A key that all clients of the server share; authenticates only.
    ///
    /// @param digest as `auth` of the profile says
    /// @param directional whether the profile says `key-direction 1`
    record TlsAuth(StaticKey key, HmacDigest digest, boolean directional)
            implements ClientProtection {
        @Override
        public ControlKey controlKey() {
            return new ControlKey.Auth(key, digest, directional);
        }
    }

    /// None: whoever can send packets in the server's name can disturb the handshake.
    record Unprotected() implements ClientProtection {
        @Override
        public ControlKey controlKey() {
            return new ControlKey.Unprotected();
        }
    }
}
