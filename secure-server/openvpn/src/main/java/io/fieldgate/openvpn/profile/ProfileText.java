package io.fieldgate.openvpn.profile;

/// The lines of a profile, in an order that OpenVPN 2.4 accepts too (`ignore-unknown-option` comes
/// before what it names).
final class ProfileText {
    private static final String START =
            """
            client
            dev tun
            """;

    /// `explicit-exit-notify` is missing on purpose: before 2.6 it is an error beside a TCP remote,
    /// so the server pushes it.
    private static final String COMMON =
            """
            server-poll-timeout 10
            nobind
            persist-key
            persist-tun
            remote-cert-tls server
            auth SHA256
            tls-version-min 1.2
            cipher AES-256-GCM
            ignore-unknown-option data-ciphers
            data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305
            verb 3
            """;

    private ProfileText() {}

    static String of(Profile profile) {
        StringBuilder text = new StringBuilder(START);
        for (Remote remote : profile.remotes()) {
            text.append("remote ").append(remote.host());
            text.append(' ').append(remote.port());
            text.append(' ').append(remote.protocol().openvpnName()).append('\n');
        }
        text.append("verify-x509-name ").append(profile.serverName()).append(" name\n");
        text.append(COMMON);
        if (profile.kind() == Profile.Kind.NODE) {
            appendSubnets(text, profile);
        }
        appendInline(text, "ca", profile.authorities().toPem());
        appendInline(text, "cert", profile.certificate().toPem());
        appendKey(text, profile.key());
        appendInline(text, "tls-crypt-v2", profile.tlsCryptV2().toPem());
        return text.toString();
    }

    private static void appendSubnets(StringBuilder text, Profile profile) {
        text.append("push-peer-info\n");
        if (profile.subnets().isEmpty()) {
            text.append("# The subnets behind this node: put your own in place of these,\n");
            text.append("# separated by blanks, and remove the sign before setenv.\n");
            text.append("# setenv ").append(AnnouncedSubnet.VARIABLE);
            text.append(" \"192.168.7.0/24 10.20.30.0/24\"\n");
        } else {
            text.append("setenv ").append(AnnouncedSubnet.VARIABLE);
            text.append(" \"").append(AnnouncedSubnet.join(profile.subnets())).append("\"\n");
        }
    }

    private static void appendKey(StringBuilder text, ProfileKey key) {
        switch (key) {
            case PemPrivateKey inline -> appendInline(text, "key", inline.toPem());
            case KeyFile file -> text.append("key ").append(file.name()).append('\n');
        }
    }

    private static void appendInline(StringBuilder text, String tag, String pem) {
        text.append('<').append(tag).append(">\n").append(pem);
        text.append("</").append(tag).append(">\n");
    }
}
