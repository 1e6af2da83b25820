package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.server.benchmarks.load.Member;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;

/// The profile of a stock client.
final class ClientProfile {
    private ClientProfile() {}

    static String of(Fleet fleet, Member member, String server)
            throws GeneralSecurityException, IOException {
        List<String> lines =
                List.of(
                        "client",
                        "dev tun",
                        "disable-dco",
                        "remote " + server + " " + Side.PORT + " udp4",
                        "nobind",
                        "remote-cert-tls server",
                        "data-ciphers AES-256-GCM",
                        "sndbuf " + Stock.SOCKET_BUFFER,
                        "rcvbuf " + Stock.SOCKET_BUFFER,
                        "verb 1");
        return String.join("\n", lines)
                + block("ca", fleet.tenantCa().pem())
                + block("cert", pem("CERTIFICATE", member.certificate().getEncoded()))
                + block("key", pem("PRIVATE KEY", member.key().getEncoded()))
                + block("tls-crypt-v2", member.v2Key().toPem());
    }

    private static String block(String name, String content) {
        return "\n<%s>\n%s</%s>\n".formatted(name, content, name);
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        label,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes),
                        label);
    }
}
