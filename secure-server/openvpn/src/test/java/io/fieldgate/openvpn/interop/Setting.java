package io.fieldgate.openvpn.interop;

import java.util.ArrayList;
import java.util.List;

/// How one client is set against one server.
///
/// @param transport `udp`, `tcp`, `udp6` or `tcp6`
/// @param wrap the option that protects the control channel; empty for the best the client knows
/// @param digest of tls-auth
/// @param direction whether tls-auth has a key direction
/// @param tls the only TLS version that the server takes; empty for its own choice
/// @param policy what the owner decides
/// @param profile further lines
record Setting(
        String transport,
        String wrap,
        String digest,
        boolean direction,
        String tls,
        String policy,
        List<String> profile) {

    static Setting of(String transport) {
        return new Setting(transport, "", "SHA256", true, "", "", List.of());
    }

    Setting wrap(String option) {
        return new Setting(transport, option, digest, direction, tls, policy, profile);
    }

    Setting tlsAuth(String by, boolean directed) {
        return new Setting(transport, ServerKeys.TLS_AUTH, by, directed, tls, policy, profile);
    }

    Setting tls(String version) {
        return new Setting(transport, wrap, digest, direction, version, policy, profile);
    }

    Setting policy(String words) {
        return new Setting(transport, wrap, digest, direction, tls, policy + " " + words, profile);
    }

    Setting profile(String... lines) {
        List<String> all = new ArrayList<>(profile);
        all.addAll(List.of(lines));
        return new Setting(transport, wrap, digest, direction, tls, policy, all);
    }

    boolean isIpv6() {
        return transport.endsWith("6");
    }
}
