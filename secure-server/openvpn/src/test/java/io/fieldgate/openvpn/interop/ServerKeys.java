package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.ControlKeys;
import io.fieldgate.openvpn.DataPolicy;
import io.fieldgate.openvpn.ServerConfig;
import io.fieldgate.openvpn.TlsCryptV2ServerSecret;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.StaticKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/// What protects a server's control channel: keys in hex, by the name of the option that a client
/// needs.
///
/// - `tls-crypt-v2`: the server key
/// - `tls-crypt`, `tls-auth`: the shared key
/// - `auth`: the digest of tls-auth
/// - `key-direction`: whether the clients' profiles say so
/// - `none`: present if clients without protection are answered
record ServerKeys(Map<String, String> byOption) {
    static final String TLS_CRYPT_V2 = "tls-crypt-v2";
    static final String TLS_CRYPT = "tls-crypt";
    static final String TLS_AUTH = "tls-auth";
    static final String DIGEST = "auth";
    static final String DIRECTION = "key-direction";
    static final String NONE = "none";

    ServerConfig config(SSLContext tls, DataPolicy data) {
        ControlKeys keys =
                ControlKeys.of(new TlsCryptV2ServerSecret(bytes(TLS_CRYPT_V2)))
                        .withTlsCrypt(StaticKey.of(bytes(TLS_CRYPT)));
        if (byOption.containsKey(TLS_AUTH)) {
            HmacDigest digest = HmacDigest.named(value(DIGEST)).orElseThrow();
            StaticKey key = StaticKey.of(bytes(TLS_AUTH));
            boolean directional = byOption.containsKey(DIRECTION);
            keys = keys.withTlsAuth(new ControlKeys.TlsAuth(key, List.of(digest), directional));
        }
        if (byOption.containsKey(NONE)) {
            keys = keys.withUnprotected();
        }
        return new ServerConfig(tls, keys, data, ServerConfig.Limits.DEFAULT);
    }

    byte[] bytes(String option) {
        return HexFormat.of().parseHex(value(option));
    }

    private String value(String option) {
        return Objects.requireNonNull(byOption.get(option), option);
    }
}
