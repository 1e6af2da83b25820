package io.fieldgate.openvpn.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.profile.Profile.Kind;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static final String CERTIFICATE = pem("CERTIFICATE", 300);
    private static final String KEY = pem("PRIVATE KEY", 138);
    private static final TlsCryptV2ClientKey TLS_CRYPT =
            TlsCryptV2ServerKey.of(Vectors.counting(0, 128))
                    .wrap(
                            StaticKey.of(Vectors.counting(0, 256)),
                            ClientKeyMetadata.ofPeer(new UUID(1, 2)));

    @Test
    void aClientsProfileIsExactlyThis() {
        Profile profile = profile(Kind.CLIENT, "vpn.example.net", "0189aaf0-server", List.of());

        assertThat(profile.toText())
                .isEqualTo(
                        """
                        client
                        dev tun
                        remote vpn.example.net 1194 udp
                        remote vpn.example.net 1194 tcp
                        verify-x509-name 0189aaf0-server name
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
                        <ca>
                        """
                                + CERTIFICATE
                                + "</ca>\n<cert>\n"
                                + CERTIFICATE
                                + CERTIFICATE
                                + "</cert>\n<key>\n"
                                + KEY
                                + "</key>\n<tls-crypt-v2>\n"
                                + TLS_CRYPT.toPem()
                                + "</tls-crypt-v2>\n");
    }

    @Test
    void aProfileCanNameTheFileOfAKeyThatItDoesNotHold() {
        Profile inline = profile(Kind.NODE, "192.0.2.1", "server", List.of());
        Profile outside =
                new Profile(
                        inline.kind(),
                        inline.remotes(),
                        inline.authorities(),
                        inline.certificate(),
                        new KeyFile("node.key"),
                        inline.controlKey(),
                        inline.serverName(),
                        inline.subnets(),
                        inline.options());

        assertThat(outside.toText())
                .isEqualTo(inline.toText().replace("<key>\n" + KEY + "</key>\n", "key node.key\n"))
                .doesNotContain("PRIVATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\nup x",
                "a\r",
                "a\0",
                "a\"",
                "a'",
                "-a",
                ".a",
                "..",
                "a/b",
                "/a",
                "a\\",
                "a#",
                "a;b",
                "[[INLINE]]",
                "ü",
                "a\u2028b"
            })
    void anythingElseIsNoKeyFile(String name) {
        assertThatThrownBy(() -> new KeyFile(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyFile("k".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new KeyFile("k".repeat(64)).name()).hasSize(64);
    }

    @Test
    void aNodesProfileAnnouncesItsSubnets() {
        List<AnnouncedSubnet> subnets =
                List.of(new AnnouncedSubnet("192.168.7.0/24"), new AnnouncedSubnet("10.9.0.0/16"));

        assertThat(directives(profile(Kind.NODE, "192.0.2.1", "server", subnets)))
                .contains(
                        "push-peer-info",
                        "setenv UV_FIELDGATE_SUBNETS \"192.168.7.0/24 10.9.0.0/16\"");
    }

    @Test
    void aNodesProfileWithoutSubnetsHasALineToFillIn() {
        Profile profile = profile(Kind.NODE, "192.0.2.1", "server", List.of());

        assertThat(directives(profile))
                .contains("push-peer-info")
                .noneMatch(line -> line.startsWith("setenv"));
        assertThat(profile.toText())
                .contains("\n# setenv UV_FIELDGATE_SUBNETS \"192.168.7.0/24 10.20.30.0/24\"\n");
    }

    @Test
    void aClientAnnouncesNothing() {
        assertThat(directives(profile(Kind.CLIENT, "192.0.2.1", "server", List.of())))
                .doesNotContain("push-peer-info")
                .noneMatch(line -> line.startsWith("setenv"));
        assertThatThrownBy(() ->
                        profile(
                                Kind.CLIENT,
                                "192.0.2.1",
                                "server",
                                List.of(new AnnouncedSubnet("10.0.0.0/8"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noLineIsLongerThanOldClientsRead() {
        List<AnnouncedSubnet> subnets = new ArrayList<>();
        IntStream.range(100, 114)
                .forEach(i -> subnets.add(new AnnouncedSubnet("10." + i + ".0.0/16")));

        Profile profile = profile(Kind.NODE, "192.0.2.1", "s".repeat(64), subnets);

        assertThat(profile.toText().lines()).allMatch(line -> line.length() <= 254);
        subnets.addAll(List.copyOf(subnets));
        assertThatThrownBy(() -> profile(Kind.NODE, "192.0.2.1", "server", subnets))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vpn.example.net",
                "localhost",
                "192.0.2.1",
                "2001:db8::1",
                "::1",
                "xn--bcher-kva.example",
                "1password.example"
            })
    void hostsAreNamesAndAddresses(String host) {
        assertThat(directives(profile(Kind.CLIENT, host, "server", List.of())))
                .contains("remote " + host + " 1194 udp", "remote " + host + " 1194 tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nup /bin/sh",
                "a\rb",
                "a\0b",
                "a\"b",
                "a'b",
                "a#b",
                "a;b",
                "a\\b",
                "-a",
                "a-",
                "a..b",
                ".a",
                "a.",
                "a_b",
                "bücher.example",
                "\u0661.example",
                "256.1.1.1",
                "1.2.3",
                "01.2.3.4",
                "1.2.3.4.5",
                "2001:db8:::1",
                "[::1]",
                "fe80::1%eth0",
                ":",
                "::ffff:1.2.3.4.5"
            })
    void anythingElseIsNoHost(String host) {
        assertThatThrownBy(() -> new Remote(host, 1194, Remote.Protocol.UDP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hostsHaveALimit() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(new Remote(longest, 1, Remote.Protocol.TCP).host()).hasSize(253);
        assertThatThrownBy(() -> new Remote(longest + "a", 1, Remote.Protocol.TCP))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Remote(label + "a", 1, Remote.Protocol.TCP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void portsAreInTheirRange(int port) {
        assertThatThrownBy(() -> new Remote("a", port, Remote.Protocol.UDP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\nup x",
                "a\"",
                "-a",
                ".a",
                "a#",
                "a;b",
                "a\\",
                "ü",
                "a\u2028b"
            })
    void anythingElseIsNoServerName(String name) {
        assertThatThrownBy(() -> profile(Kind.CLIENT, "a", name, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> profile(Kind.CLIENT, "a", "s".repeat(65), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/33",
                "0.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.1/24",
                "10.0.0/24",
                "010.0.0.0/8",
                "10.0.0.0/24 ",
                "10.0.0.0/24\n",
                "10.0.0.0/24\"",
                "10.0.0.0/-1",
                "256.0.0.0/8",
                "2001:db8::/32"
            })
    void anythingElseIsNoSubnet(String prefix) {
        assertThatThrownBy(() -> new AnnouncedSubnet(prefix))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProfileHasOneToEightRemotes() {
        assertThatThrownBy(() -> withRemotes(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        Remote remote = new Remote("a", 1, Remote.Protocol.UDP);
        assertThat(withRemotes(Collections.nCopies(8, remote)).remotes()).hasSize(8);
        assertThatThrownBy(() -> withRemotes(Collections.nCopies(9, remote)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pemTextIsWrittenAnew() {
        String untidy = "\r\n" + CERTIFICATE.replace("\n", "\r\n \t") + "\n\n";

        assertThat(PemCertificates.parse(untidy).toPem()).isEqualTo(CERTIFICATE);
    }

    @Test
    void nothingButPemIsTaken() {
        for (String hostile :
                List.of(
                        "",
                        "up /bin/sh",
                        CERTIFICATE + "</ca>\nup /bin/sh\n<ca>\n",
                        "script-security 2\n" + CERTIFICATE,
                        CERTIFICATE + KEY,
                        KEY,
                        CERTIFICATE.replaceFirst("\nMI", "\n</ca>MI"),
                        CERTIFICATE.replace("-----END CERTIFICATE-----\n", ""),
                        CERTIFICATE.repeat(9),
                        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                        CERTIFICATE + "\n".repeat(70_000))) {
            assertThatThrownBy(() -> PemCertificates.parse(hostile))
                    .as(hostile)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PemPrivateKey.parse(KEY + KEY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PemPrivateKey.parse(KEY.replace("PRIVATE", "ENCRYPTED PRIVATE")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neitherProfileNorKeyAreShownAsText() {
        Profile profile = profile(Kind.CLIENT, "a", "server", List.of());

        assertThat(profile.toString() + profile.key()).doesNotContain("MI", "BEGIN");
    }

    private static List<String> directives(Profile profile) {
        return profile.toText().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static Profile profile(
            Kind kind, String host, String serverName, List<AnnouncedSubnet> subnets) {
        return new Profile(
                kind,
                Remote.udpThenTcp(host, 1194),
                PemCertificates.parse(CERTIFICATE),
                PemCertificates.parse(CERTIFICATE + CERTIFICATE),
                PemPrivateKey.parse(KEY),
                TLS_CRYPT,
                serverName,
                subnets);
    }

    private static Profile withRemotes(List<Remote> remotes) {
        return new Profile(
                Kind.CLIENT,
                remotes,
                PemCertificates.parse(CERTIFICATE),
                PemCertificates.parse(CERTIFICATE),
                PemPrivateKey.parse(KEY),
                TLS_CRYPT,
                "server",
                List.of());
    }

    private static String pem(String label, int length) {
        byte[] der = Vectors.counting(0, length);
        der[0] = 0x30;
        der[1] = (byte) 0x82;
        return Pem.write(der, label);
    }
}
