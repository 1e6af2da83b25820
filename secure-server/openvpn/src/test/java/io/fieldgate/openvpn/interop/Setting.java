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
/// @param user what the client's user does
/// @param relayed whether packets go through a [Relay]
/// @param profile further lines; `PORT` in them becomes the server's
record Setting(
        String transport,
        String wrap,
        String digest,
        boolean direction,
        String tls,
        String policy,
        User user,
        boolean relayed,
        List<String> profile) {

    /// @param signsIn whether there is one, with name and password
    /// @param types the answer to a question
    /// @param sso the challenges that its user interface claims to know (`IV_SSO`)
    record User(boolean signsIn, String types, String sso) {
        static final User NOBODY = new User(false, "", "");
    }

    static Setting of(String transport) {
        return new Setting(transport, "", "SHA256", true, "", "", User.NOBODY, false, List.of());
    }

    Setting wrap(String option) {
        return new Setting(
                transport, option, digest, direction, tls, policy, user, relayed, profile);
    }

    Setting tlsAuth(String by, boolean directed) {
        return new Setting(
                transport, ServerKeys.TLS_AUTH, by, directed, tls, policy, user, relayed, profile);
    }

    Setting tls(String version) {
        return new Setting(
                transport, wrap, digest, direction, version, policy, user, relayed, profile);
    }

    Setting policy(String words) {
        String all = policy + " " + words;
        return new Setting(transport, wrap, digest, direction, tls, all, user, relayed, profile);
    }

    Setting user(String types, String sso) {
        User who = new User(sso.isEmpty(), types, sso);
        return new Setting(transport, wrap, digest, direction, tls, policy, who, relayed, profile);
    }

    Setting throughRelay() {
        return new Setting(transport, wrap, digest, direction, tls, policy, user, true, profile);
    }

    Setting profile(String... lines) {
        List<String> all = new ArrayList<>(profile);
        all.addAll(List.of(lines));
        return new Setting(transport, wrap, digest, direction, tls, policy, user, relayed, all);
    }

    boolean isIpv6() {
        return transport.endsWith("6");
    }
}
