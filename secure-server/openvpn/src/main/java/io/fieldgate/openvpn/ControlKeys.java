package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.StaticKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which protections of the control channel a server accepts; what is not named is refused. Several
/// at once serve clients of several generations on one port: clients of 2.4 do not know
/// tls-crypt-v2.
///
/// @param tlsCryptV2 a key of its own for each client
/// @param tlsCrypt one key that all such clients share
/// @param tlsAuth one key that all such clients share; authenticates only
/// @param unprotected whether clients without any of these are answered. Anybody on the Internet
///   can then begin a TLS handshake: for laboratories and migrations
public record ControlKeys(
        Optional<TlsCryptV2> tlsCryptV2,
        Optional<StaticKey> tlsCrypt,
        Optional<TlsAuth> tlsAuth,
        boolean unprotected) {

    /// Only tls-crypt-v2, as a server should.
    public static ControlKeys of(TlsCryptV2ServerSecret secret) {
        return of(new TlsCryptV2(secret));
    }

    /// Only tls-crypt-v2, as a server should.
    public static ControlKeys of(TlsCryptV2 tlsCryptV2) {
        return new ControlKeys(Optional.of(tlsCryptV2), Optional.empty(), Optional.empty(), false);
    }

    /// Clients with this shared key too.
    public ControlKeys withTlsCrypt(StaticKey key) {
        return new ControlKeys(tlsCryptV2, Optional.of(key), tlsAuth, unprotected);
    }

    /// Clients with this shared key too.
    public ControlKeys withTlsAuth(TlsAuth key) {
        return new ControlKeys(tlsCryptV2, tlsCrypt, Optional.of(key), unprotected);
    }

    /// Clients without protection too.
    public ControlKeys withUnprotected() {
        return new ControlKeys(tlsCryptV2, tlsCrypt, tlsAuth, true);
    }

    /// What may protect a packet that brings no wrapped key, in the order in which it is tried.
    List<ControlKey> shared() {
        List<ControlKey> keys = new ArrayList<>();
        tlsCrypt.ifPresent(key -> keys.add(new ControlKey.Crypt(key)));
        tlsAuth.ifPresent(auth -> {
            for (HmacDigest digest : auth.digests()) {
                keys.add(new ControlKey.Auth(auth.key(), digest, auth.directional()));
            }
        });
        if (unprotected) {
            keys.add(new ControlKey.Unprotected());
        }
        return keys;
    }

    /// @param secret with which all client keys are wrapped
    /// @param maxAge client keys that are older are refused, and those that do not say their age;
    ///   empty for no limit
    /// @param cookieOnly whether clients that cannot prove their address before they cost state are
    ///   refused over UDP (those of 2.5); else they are served within
    ///   [ServerConfig.Limits#unverifiedHandshakes]
    public record TlsCryptV2(
            TlsCryptV2ServerSecret secret, Optional<Duration> maxAge, boolean cookieOnly) {
        /// Client keys of any age, and clients of 2.5 too.
        public TlsCryptV2(TlsCryptV2ServerSecret secret) {
            this(secret, Optional.empty(), false);
        }
    }

    /// @param digests what `--auth` of the clients may say; each costs an HMAC at each first packet
    /// @param directional whether the profiles say `key-direction 1`
    public record TlsAuth(StaticKey key, List<HmacDigest> digests, boolean directional) {
        public TlsAuth {
            digests = List.copyOf(digests);
            if (digests.isEmpty()) {
                throw new IllegalArgumentException("tls-auth needs a digest");
            }
        }
    }
}
