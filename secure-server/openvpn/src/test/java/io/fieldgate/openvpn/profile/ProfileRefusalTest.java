package io.fieldgate.openvpn.profile;

import static io.fieldgate.openvpn.profile.ProfileReaderTest.accepted;
import static io.fieldgate.openvpn.profile.ProfileReaderTest.refused;
import static io.fieldgate.openvpn.profile.ProfileReaderTest.without;
import static io.fieldgate.openvpn.profile.SampleProfiles.block;
import static io.fieldgate.openvpn.profile.SampleProfiles.minimal;
import static io.fieldgate.openvpn.profile.SampleProfiles.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused is named: line, directive, why and what to do.
class ProfileRefusalTest {
    private static final int LINES = (int) minimal().lines().count();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up /etc/openvpn/up.sh",
                "down x",
                "route-up x",
                "plugin x.so",
                "script-security 2",
                "tls-verify x",
                "ipchange x",
                "fragment 1300",
                "secret static.key",
                "no-replay",
                "dev tap",
                "dev-type tap",
                "mode server",
                "server 10.0.0.0 255.0.0.0",
                "push \"route 10.0.0.0 255.0.0.0\"",
                "config other.ovpn",
                "key-method 1",
                "http-proxy 192.0.2.1 8080",
                "socks-proxy 192.0.2.1",
                "pkcs12 a.p12",
                "cryptoapicert x",
                "verify-hash 00",
                "crl-verify crl.pem",
                "pull-filter ignore route",
                "route-nopull",
                "tls-auth ta.key 1",
                "tls-crypt-v2 c.key",
                "extra-certs e.pem",
                "auth-user-pass up.txt",
                "no-such-directive",
                "<no-such-block>\nx\n</no-such-block>",
                "<remote>\na 1194\n</remote>",
                "remote a_b",
                "remote a 0",
                "remote a 65536",
                "remote a 1194 sctp",
                "remote a 1194 tcp-server",
                "remote a 1194 udp extra",
                "remote",
                "proto UDP",
                "port x",
                "auth none",
                "auth MD5",
                "cipher none",
                "data-ciphers BF-CBC:none",
                "key-direction 2",
                "verify-x509-name server common",
                "verify-x509-name \"\"",
                "remote-cert-tls client",
                "tls-version-min 2",
                "static-challenge code 1",
                "auth-retry maybe",
                "setenv UV_",
                "setenv UV_A-B x",
                "setenv UV_A \"\u202e\"",
                "reneg-sec -1",
                "reneg-sec 99999999999",
                "hand-window 0",
                "keepalive 10",
                "client now",
                "setenv opt setenv opt x",
                "<tls-crypt>\n-----BEGIN OpenVPN Static key V1-----\n00\n"
                        + "-----END OpenVPN Static key V1-----\n</tls-crypt>",
                "<tls-crypt-v2>\n-----BEGIN OpenVPN tls-crypt-v2 client key-----\nAAAA\n"
                        + "-----END OpenVPN tls-crypt-v2 client key-----\n</tls-crypt-v2>",
                "<tls-crypt>\n-----BEGIN OpenVPN Static key V1-----END OpenVPN Static key V1-----\n"
                        + "</tls-crypt>",
                "<extra-certs>\n-----BEGIN CERTIFICATE-----END CERTIFICATE-----\n</extra-certs>",
                "<auth-user-pass>\njoe\n</auth-user-pass>",
                "<extra-certs>\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                        + "</extra-certs>",
                "<connection>\nproto udp\n</connection>"
            })
    void eachPartThatIsRefusedIsNamed(String line) {
        String base =
                line.startsWith("dev ") ? minimal().replace("dev tun\n", "verb 3\n") : minimal();

        Finding finding = refused(base + line + "\n").getFirst();

        assertThat(finding.line()).isEqualTo(LINES + 1);
        assertThat(finding.kind()).isEqualTo(Finding.Kind.REFUSED);
        assertThat(finding.directive()).isNotEmpty();
        assertThat(line.replaceFirst("^<|setenv opt ", "")).startsWith(finding.directive());
        assertThat(finding.reason()).isNotBlank();
        assertThat(finding.remedy()).isNotBlank();
        assertThat(finding.toString()).doesNotContain("\n");
    }

    @Test
    void whatIsMissingIsNamed() {
        for (String name : List.of("ca", "cert", "key")) {
            assertThat(refused(without(name)))
                    .singleElement()
                    .matches(f -> f.line() == 0 && f.directive().equals(name));
        }
        for (String line : List.of("client\n", "dev tun\n", "remote vpn.example.net\n")) {
            assertThat(refused(minimal().replace(line, "")))
                    .singleElement()
                    .matches(f -> f.line() == 0 && line.startsWith(f.directive()));
        }
        assertThat(refused("")).extracting(Finding::directive).contains("client", "dev", "remote");
        accepted(minimal().replace("client\n", "pull\ntls-client\n"));
    }

    @Test
    void findingsAreInTheOrderOfTheFile() {
        assertThat(refused("dev tun\nup x\nremote a_b\nauth \"\nfragment 1\n"))
                .extracting(Finding::line)
                .containsExactly(2, 3, 4, 5, 0, 0, 0);
    }

    @Test
    void aKeyUnderAPassphraseIsRefusedWithTheWayOut() {
        for (String file : List.of("encrypted.pem", "encrypted-sec1.pem")) {
            String text = minimal().replace(resource("ec-pkcs8.pem"), resource(file));

            assertThat(refused(text))
                    .singleElement()
                    .matches(f -> f.directive().equals("key") && f.remedy().contains("openssl"));
        }
    }

    @Test
    void twoValuesForOneThingAreRefused() {
        assertThat(refused(minimal() + "auth SHA256\nauth SHA512\n"))
                .singleElement()
                .matches(f -> f.reason().contains("line " + (LINES + 1)));
        accepted(minimal() + "auth SHA256\nauth SHA256\nclient\n");
        String crypt = block("tls-crypt", StaticKeyText.write(SampleProfiles.STATIC_KEY));
        String auth = crypt.replace("tls-crypt", "tls-auth");
        assertThat(refused(minimal() + crypt + auth))
                .singleElement()
                .matches(f -> f.directive().equals("tls-auth"));
        assertThat(refused(minimal() + "setenv UV_A 1\nsetenv UV_A 2\n")).hasSize(1);
    }

    @Test
    void remotesThatOpenvpnWouldPassOverAreRefused() {
        String block = block("connection", "remote b\n");

        assertThat(refused(minimal() + block))
                .singleElement()
                .matches(f -> f.line() == 3 && f.directive().equals("remote"));
        String onlyBlock = minimal().replace("remote vpn.example.net\n", block);
        assertThat(refused(onlyBlock + "proto tcp\n"))
                .singleElement()
                .matches(f -> f.directive().equals("proto"));
        assertThat(
                        refused(
                                minimal()
                                        .replace(
                                                "remote vpn.example.net\n",
                                                block("connection", "remote a\nup x\nremote b\n"))))
                .extracting(Finding::line)
                .containsExactly(5, 6);
    }

    @Test
    void everyLimitHolds() {
        String base = minimal().replace("remote vpn.example.net\n", "");
        accepted(base + "remote a\n".repeat(64));
        assertThat(refused(base + "remote a\n".repeat(65))).hasSize(1);
        accepted(base + block("connection", "remote a\n").repeat(64));
        assertThat(refused(base + block("connection", "remote a\n").repeat(65))).hasSize(1);

        accepted(minimal() + "#" + "x".repeat(511) + "\n");
        accepted(minimal() + "#" + "x".repeat(511) + "\r\n");
        assertThat(refused(minimal() + "#" + "x".repeat(512) + "\n")).hasSize(1);
        assertThat(refused(minimal() + "#" + "\u00fc".repeat(256) + "\n")).hasSize(1);

        String variables = variables(32);
        accepted(minimal() + variables);
        assertThat(refused(minimal() + variables(33))).hasSize(1);
        accepted(minimal() + "setenv UV_A " + "x".repeat(256) + "\n");
        assertThat(refused(minimal() + "setenv UV_A " + "x".repeat(257) + "\n")).hasSize(1);

        int directives = 6;
        accepted(minimal() + "verb 3\n".repeat(ConfigText.MAX_DIRECTIVES - directives));
        assertThat(refused(minimal() + "verb 3\n".repeat(ConfigText.MAX_DIRECTIVES + 5)))
                .hasSize(1);
    }

    @Test
    void blocksAndFilesHaveALimit() {
        String ca = resource("ca.pem");
        String filler = ("x".repeat(499) + "\n").repeat(129);
        int room = ConfigText.MAX_BLOCK_BYTES - ca.length() - filler.length();
        String full = ca + filler + "y".repeat(room - 1) + "\n";
        accepted(minimal() + block("extra-certs", full));
        assertThat(refused(minimal() + block("extra-certs", full + "\n"))).hasSize(1);

        String certificates = ca.repeat(PemText.MAX_BLOCKS);
        accepted(minimal() + block("extra-certs", certificates));
        assertThat(refused(minimal() + block("extra-certs", certificates + ca))).hasSize(1);

        int bytes = ConfigText.MAX_BYTES - minimal().length();
        String comments = "#\n".repeat(bytes / 2) + "\n".repeat(bytes % 2);
        accepted(minimal() + comments);
        assertThat(refused(minimal() + comments + "\n")).hasSize(1);
        byte[] longer = (minimal() + comments + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(ProfileReader.read(longer)).isInstanceOf(ProfileReading.Refused.class);
    }

    @Test
    void findingsAreCountedNotHoarded() {
        assertThat(refused("a\n".repeat(1000))).hasSize(64);
        assertThat(accepted(minimal() + "route 10.0.0.0\n".repeat(1000)).notUsed()).hasSize(64);
    }

    @Test
    void aBlockEndsWhereOpenvpnEndsIt() {
        accepted(minimal().replace("</ca>", "  \t</ca> and more"));
        assertThat(refused(minimal().replace("</ca>", "")))
                .extracting(Finding::directive)
                .contains("ca");
        assertThat(
                        refused(
                                minimal()
                                        + "<tls-crypt>\n"
                                        + "x".repeat(255)
                                        + "</tls-crypt>\n"
                                        + "</tls-crypt>\n"))
                .singleElement()
                .matches(f -> f.reason().contains("inside a long line"));
        assertThat(refused(minimal() + "<tls-crypt>\n" + "x".repeat(513) + "\n</tls-crypt>\n"))
                .hasSize(1);
    }

    @Test
    void onlyTextIsRead() {
        assertThat(refused(minimal() + "\0")).hasSize(1);
        assertThat(refused(minimal() + "# \ud800\n")).hasSize(1);
        assertThat(ProfileReader.read(new byte[] {'#', (byte) 0xff}))
                .isInstanceOf(ProfileReading.Refused.class);
    }

    @Test
    void noFindingShowsAValue() {
        String text =
                """
                client \007geheim
                auth geheim
                <key>
                geheim
                </key>
                ge\007heim\u00fc
                setenv UV_geheim- geheim
                <auth-user-pass>
                geheim
                </auth-user-pass>
                """;

        assertThat(refused(text))
                .allSatisfy(f -> assertThat(f.toString()).doesNotContain("geheim", "\u0007"));
    }

    @Test
    void nothingMakesTheReaderThrow() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> texts = SampleProfiles.all().stream().map(Profile::toText).toList();
        for (int i = 0; i < 10_000; i++) {
            String text = broken(texts.get(random.nextInt(texts.size())), random);
            try {
                assertThat(ProfileReader.read(text)).isNotNull();
                assertThat(ProfileReader.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                        .isNotNull();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(broken.length());
            int end = Math.min(broken.length(), at + random.nextInt(1 + random.nextInt(200)));
            switch (random.nextInt(4)) {
                case 0 -> broken.setCharAt(at, (char) random.nextInt(256));
                case 1 -> broken.insert(at, HostileText.next(random));
                case 2 -> broken.insert(at, text, random.nextInt(text.length()), text.length());
                default -> broken.delete(at, Math.min(end, broken.length() - 1));
            }
        }
        return broken.toString();
    }

    private static String variables(int number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < number; i++) {
            lines.append("setenv UV_A").append(i).append(" x\n");
        }
        return lines.toString();
    }
}
