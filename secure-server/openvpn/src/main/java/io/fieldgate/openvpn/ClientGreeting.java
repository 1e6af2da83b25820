package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.wire.HmacDigest;
import java.net.Inet6Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a client says in key method 2: options string, credentials and peer info.
final class ClientGreeting {
    private static final int DATA_V2 = 1 << 1;
    private static final int REQUEST_PUSH = 1 << 2;
    private static final int TLS_KEY_EXPORT = 1 << 3;
    private static final int AUTH_PENDING_KEYWORDS = 1 << 4;
    private static final int DNS_OPTION = 1 << 6;
    private static final int CC_EXIT_NOTIFY = 1 << 7;
    private static final int AUTH_FAIL_TEMP = 1 << 8;
    private static final int DYNAMIC_TLS_CRYPT = 1 << 9;
    private static final int DATA_EPOCH = 1 << 10;
    private static final int DNS_OPTION_V2 = 1 << 11;
    private static final int PUSH_UPDATE = 1 << 12;

    private static final int ALWAYS =
            DATA_V2
                    | REQUEST_PUSH
                    | AUTH_PENDING_KEYWORDS
                    | DNS_OPTION
                    | CC_EXIT_NOTIFY
                    | AUTH_FAIL_TEMP
                    | DNS_OPTION_V2
                    | PUSH_UPDATE;
    private static final int WITH_EXPORTER = TLS_KEY_EXPORT | DYNAMIC_TLS_CRYPT | DATA_EPOCH;

    private ClientGreeting() {}

    /// @param canExport whether keys can be exported from the TLS session
    static KeyMethod2.FromClient message(
            ClientConfig config,
            Credentials credentials,
            boolean canExport,
            RandomGenerator random) {
        return KeyMethod2.FromClient.fresh(
                random,
                options(config),
                credentials.username(),
                credentials.password(),
                peerInfo(config, canExport));
    }

    /// As stock clients write it; servers compare it with what they expect and warn.
    private static String options(ClientConfig config) {
        boolean tcp = config.transport() == Transport.TCP;
        boolean ipv6 = config.remote().getAddress() instanceof Inet6Address;
        String protocol = (tcp ? "TCPv" : "UDPv") + (ipv6 ? "6" : "4") + (tcp ? "_CLIENT" : "");
        StringBuilder options =
                new StringBuilder("V4,dev-type tun,link-mtu 1541,tun-mtu 1500,proto ")
                        .append(protocol);
        boolean tlsAuth = config.protection() instanceof ClientProtection.TlsAuth;
        if (config.protection() instanceof ClientProtection.TlsAuth(_, _, boolean directional)) {
            options.append(directional ? ",keydir 1" : "");
        }
        config.cbc().ifPresent(cbc -> options.append(",cipher ").append(cbc.cipherName()));
        options.append(",auth ").append(digest(config).name()).append(",keysize 128");
        return options.append(tlsAuth ? ",tls-auth" : "")
                .append(",key-method 2,tls-client")
                .toString();
    }

    /// `auth` of the profile; where it matters nowhere, the default of stock clients.
    private static HmacDigest digest(ClientConfig config) {
        if (config.cbc().isPresent()) {
            return config.cbc().get().digest();
        }
        return config.protection() instanceof ClientProtection.TlsAuth(_, HmacDigest digest, _)
                ? digest
                : HmacDigest.SHA1;
    }

    private static String peerInfo(ClientConfig config, boolean canExport) {
        ClientConfig.Identity identity = config.identity();
        String ciphers =
                Stream.concat(
                                config.ciphers().stream().map(DataCipher::openvpnName),
                                config.cbc().stream().map(DataFormat.Cbc::cipherName))
                        .collect(Collectors.joining(":"));
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("IV_VER", identity.version());
        lines.put("IV_PLAT", identity.platform());
        lines.put("IV_TCPNL", "1");
        lines.put("IV_MTU", Integer.toString(config.limits().mtu()));
        lines.put("IV_NCP", "2");
        lines.put("IV_CIPHERS", ciphers);
        lines.put("IV_PROTO", Integer.toString(ALWAYS | (canExport ? WITH_EXPORTER : 0)));
        lines.putAll(new TreeMap<>(identity.values()));
        StringBuilder info = new StringBuilder();
        lines.forEach((key, value) -> info.append(key).append('=').append(value).append('\n'));
        return info.toString();
    }
}
