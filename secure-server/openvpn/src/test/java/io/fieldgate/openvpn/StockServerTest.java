package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client against the distribution's own openvpn server, on loopback.
@Execution(ExecutionMode.CONCURRENT)
class StockServerTest {
    private static final TestCertificates PKI = new TestCertificates();
    private static final TestCertificates.Issued CLIENT = PKI.client("client-1");

    @TempDir Path directory;

    @BeforeEach
    void openvpnIsInstalled() {
        assertThat(StockClient.isInstalled())
                .as(
                        "openvpn is not installed: ./fieldgate test installs it, or apt-get install"
                                + " openvpn")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "tls-crypt-v2, udp",
        "tls-crypt-v2, tcp-server",
        "tls-crypt, udp",
        "tls-crypt, tcp-server",
        "tls-auth, udp",
        "tls-auth, tcp-server",
        "none, udp",
        "none, tcp-server"
    })
    void itComesUp(String wrap, String protocol) throws Exception {
        Wrapping wrapping = wrapping(wrap);
        try (StockServer server = server(protocol, wrapping.option, "keepalive 1 4");
                LoopbackClient client = client(server, protocol, wrapping.protection)) {
            ClientEvent.Established established = client.awaitUp(server);
            assertThat(established.tlsVersion()).isEqualTo("TLSv1.3");
            assertThat(established.cipher()).isEqualTo("AES-256-GCM");
            assertThat(established.settings().ipv4().orElseThrow().prefixLength()).isEqualTo(24);
            assertThat(established.settings().channel().flags())
                    .contains(
                            PushedSettings.Flag.EXPORTED_KEYS,
                            PushedSettings.Flag.DYNAMIC_TLS_CRYPT,
                            PushedSettings.Flag.EXIT_MESSAGE);
            assertThat(established.settings().ignored()).isEmpty();

            staysUpFor(client, Duration.ofSeconds(6));
            assertThat(client.drops).isEmpty();
            client.run((session, now, output) -> session.leave(now, output));
            assertThat(client.awaitEnd(server)).isEqualTo(new ClientEnd.Left());
            assertThat(server.logged("WARNING: '")).isFalse();
        }
    }

    private static void staysUpFor(LoopbackClient client, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            assertThat(client.events(ClientEvent.Closed.class)).isEmpty();
            StockServer.pause();
        }
    }

    private StockServer server(String protocol, String... options) throws IOException {
        return StockServer.onLoopback(directory, PKI, protocol, List.of(options));
    }

    private static ClientConfig config(
            StockServer server, String protocol, ClientProtection protection) {
        return new ClientConfig(
                server.address,
                protocol.startsWith("tcp") ? Transport.TCP : Transport.UDP,
                protection,
                PKI.clientContext(CLIENT, "TLS"));
    }

    private static LoopbackClient client(
            StockServer server, String protocol, ClientProtection protection) throws IOException {
        return new LoopbackClient(config(server, protocol, protection));
    }

    /// What server and client must say of one protection.
    private record Wrapping(String option, ClientProtection protection) {}

    private Wrapping wrapping(String wrap) throws Exception {
        StaticKey key = StaticKey.generate(new SecureRandom());
        return switch (wrap) {
            case "tls-crypt-v2" -> {
                Path serverKey = directory.resolve("v2.key");
                Path clientKey = directory.resolve("v2-client.key");
                openvpn("--genkey", "tls-crypt-v2-server", serverKey.toString());
                openvpn(
                        "--tls-crypt-v2",
                        serverKey.toString(),
                        "--genkey",
                        "tls-crypt-v2-client",
                        clientKey.toString());
                TlsCryptV2ClientKey own =
                        TlsCryptV2ClientKey.parsePem(Files.readString(clientKey)).orElseThrow();
                yield new Wrapping(
                        "tls-crypt-v2 " + serverKey, new ClientProtection.TlsCryptV2(own));
            }
            case "tls-crypt" ->
                    new Wrapping("tls-crypt " + file(key), new ClientProtection.TlsCrypt(key));
            case "tls-auth" ->
                    new Wrapping(
                            "tls-auth " + file(key) + " 0\nauth SHA256",
                            new ClientProtection.TlsAuth(key, HmacDigest.SHA256, true));
            default -> new Wrapping("", new ClientProtection.Unprotected());
        };
    }

    private Path file(StaticKey key) throws IOException {
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
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
