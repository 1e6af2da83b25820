package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a stock server's configuration and our client must say of one protection of the control
/// channel.
record StockWrapping(String option, ClientProtection protection) {
    /// @param wrap `tls-crypt-v2`, `tls-crypt`, `tls-auth` or `none`
    /// @param directory for key files
    static StockWrapping of(String wrap, Path directory) throws Exception {
        StaticKey key = StaticKey.generate(new SecureRandom());
        return switch (wrap) {
            case "tls-crypt-v2" -> tlsCryptV2(directory);
            case "tls-crypt" ->
                    new StockWrapping(
                            "tls-crypt " + file(directory, key),
                            new ClientProtection.TlsCrypt(key));
            case "tls-auth" ->
                    new StockWrapping(
                            "tls-auth " + file(directory, key) + " 0\nauth SHA256",
                            new ClientProtection.TlsAuth(key, HmacDigest.SHA256, true));
            case "none" -> new StockWrapping("", new ClientProtection.Unprotected());
            default -> throw new IllegalArgumentException(wrap);
        };
    }

    /// Both keys as the stock program makes them.
    private static StockWrapping tlsCryptV2(Path directory) throws Exception {
        String serverKey = directory.resolve("v2.key").toString();
        Path clientKey = directory.resolve("v2-client.key");
        openvpn("--genkey", "tls-crypt-v2-server", serverKey);
        openvpn(
                "--tls-crypt-v2",
                serverKey,
                "--genkey",
                "tls-crypt-v2-client",
                clientKey.toString());
        TlsCryptV2ClientKey own =
                TlsCryptV2ClientKey.parsePem(Files.readString(clientKey)).orElseThrow();
        return new StockWrapping("tls-crypt-v2 " + serverKey, new ClientProtection.TlsCryptV2(own));
    }

    private static Path file(Path directory, StaticKey key) throws IOException {
        Path file = directory.resolve("static.key");
        StringBuilder text = new StringBuilder("-----BEGIN OpenVPN Static key V1-----\n");
        byte[] bytes = key.toBytes();
        for (int from = 0; from < bytes.length; from += 16) {
            text.append(HexFormat.of().formatHex(bytes, from, from + 16)).append('\n');
        }
        Files.writeString(file, text.append("-----END OpenVPN Static key V1-----\n"));
        return file;
    }

    private static void openvpn(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(StockClient.PROGRAM.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
