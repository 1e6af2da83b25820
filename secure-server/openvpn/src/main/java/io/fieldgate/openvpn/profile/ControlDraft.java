package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.profile.ControlKey.KeyDirection;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.util.Optional;

/// Protection of the control channel: one of `tls-auth`, `tls-crypt` and `tls-crypt-v2`.
final class ControlDraft implements Section {
    private Optional<StaticKey> tlsAuth = Optional.empty();
    private Optional<StaticKey> tlsCrypt = Optional.empty();
    private Optional<TlsCryptV2ClientKey> tlsCryptV2 = Optional.empty();
    private KeyDirection direction = KeyDirection.BOTH;

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "tls-auth" -> {
                StaticKey key = StaticKeyText.parse(line.content());
                checkFirst();
                tlsAuth = Optional.of(key);
            }
            case "tls-crypt" -> {
                StaticKey key = StaticKeyText.parse(line.content());
                checkFirst();
                tlsCrypt = Optional.of(key);
            }
            case "tls-crypt-v2" -> {
                TlsCryptV2ClientKey key = clientKey(line.content());
                checkFirst();
                tlsCryptV2 = Optional.of(key);
            }
            case "key-direction" -> direction = KeyDirection.named(line.word());
            default -> {
                return false;
            }
        }
        return true;
    }

    /// @param auth the digest that tls-auth uses
    Optional<ControlKey> build(AuthDigest auth) {
        Optional<ControlKey> v2 = tlsCryptV2.map(ControlKey.TlsCryptV2::new);
        Optional<ControlKey> crypt = tlsCrypt.map(ControlKey.TlsCrypt::new);
        Optional<ControlKey> signed =
                tlsAuth.map(key -> new ControlKey.TlsAuth(key, auth, direction));
        return v2.or(() -> crypt).or(() -> signed);
    }

    private void checkFirst() throws Refusal {
        if (tlsAuth.isPresent() || tlsCrypt.isPresent() || tlsCryptV2.isPresent()) {
            throw new Refusal(
                    "is a second protection of the control channel",
                    "keep one of tls-auth, tls-crypt and tls-crypt-v2");
        }
    }

    private static TlsCryptV2ClientKey clientKey(String content) throws Refusal {
        int start = Math.max(0, content.indexOf("-----BEGIN "));
        Optional<TlsCryptV2ClientKey> key = TlsCryptV2ClientKey.parsePem(content.substring(start));
        return key.orElseThrow(() ->
                new Refusal(
                        "holds no tls-crypt-v2 client key",
                        "insert the client's key as it was made, all lines"));
    }
}
