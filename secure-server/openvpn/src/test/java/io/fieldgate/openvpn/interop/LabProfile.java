package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.TestCertificates;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// The profile of a laboratory's client.
record LabProfile(
        Program program, Setting setting, ServerKeys keys, UUID peer, TestCertificates pki) {

    /// @param remote the line without the protocol
    String text(String remote) {
        TestCertificates.Issued client = pki.client("client-1");
        List<String> lines = new ArrayList<>();
        lines.add("client");
        lines.add("dev tun");
        lines.add(remote + " " + setting.transport());
        lines.add("nobind");
        lines.add("remote-cert-tls server");
        lines.add("verify-x509-name secure-server name");
        lines.add("connect-retry 1");
        lines.add("verb 4");
        lines.addAll(setting.profile());
        if (setting.user().signsIn()) {
            lines.add("auth-user-pass");
        }
        if (!setting.user().sso().isEmpty() && program.is(Program.Kind.OPENVPN_2)) {
            lines.add("push-peer-info");
            lines.add("setenv IV_SSO " + setting.user().sso());
        }
        lines.add("<ca>\n" + pki.authorityPem() + "</ca>");
        lines.add("<cert>\n" + client.certificatePem() + "</cert>");
        lines.add("<key>\n" + client.keyPem() + "</key>");
        lines.add(protection());
        return String.join("\n", lines) + "\n";
    }

    private String protection() {
        String option = setting.wrap();
        return switch (option) {
            case ServerKeys.TLS_CRYPT_V2 ->
                    inline(
                            option,
                            TlsCryptV2ServerKey.of(keys.bytes(option))
                                    .wrap(
                                            StaticKey.generate(new SecureRandom()),
                                            ClientKeyMetadata.ofPeer(peer))
                                    .toPem());
            case ServerKeys.TLS_CRYPT -> inline(option, pem(keys.bytes(option)));
            case ServerKeys.TLS_AUTH ->
                    "auth "
                            + setting.digest()
                            + (setting.direction() ? "\nkey-direction 1\n" : "\n")
                            + inline(option, pem(keys.bytes(option)));
            default -> "";
        };
    }

    private static String inline(String option, String content) {
        return "<" + option + ">\n" + content + "</" + option + ">";
    }

    private static String pem(byte[] key) {
        String hex = HexFormat.of().formatHex(key);
        return "-----BEGIN OpenVPN Static key V1-----\n"
                + hex.replaceAll("(.{32})", "$1\n")
                + "-----END OpenVPN Static key V1-----\n";
    }
}
