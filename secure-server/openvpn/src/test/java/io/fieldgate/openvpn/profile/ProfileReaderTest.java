package io.fieldgate.openvpn.profile;

import static io.fieldgate.openvpn.profile.SampleProfiles.block;
import static io.fieldgate.openvpn.profile.SampleProfiles.minimal;
import static io.fieldgate.openvpn.profile.SampleProfiles.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.profile.ClientRemote.Family;
import io.fieldgate.openvpn.profile.Remote.Protocol;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileReaderTest {
    @Test
    void aShortProfileHasOpenvpnsDefaults() {
        ClientProfile profile = accepted(minimal()).profile();

        assertThat(profile.remotes())
                .containsExactly(remote("vpn.example.net", 1194, Protocol.UDP, Family.ANY, 120));
        assertThat(profile.randomOrder()).isFalse();
        assertThat(profile.trust().name()).isEmpty();
        assertThat(profile.trust().serverUsage()).isFalse();
        assertThat(profile.trust().minimum()).isEqualTo(ServerTrust.TlsVersion.TLS_1_2);
        assertThat(profile.controlKey()).isEmpty();
        assertThat(profile.signIn()).isEmpty();
        assertThat(profile.announcement()).isEqualTo(new PeerAnnouncement(false, Map.of()));
        assertThat(profile.data())
                .isEqualTo(
                        new DataOptions(
                                ProfileCipher.DEFAULT,
                                Optional.empty(),
                                AuthDigest.SHA1,
                                OptionalInt.empty(),
                                OptionalInt.empty()));
        assertThat(profile.timers())
                .isEqualTo(
                        new ClientTimers(3600, 60, 3600, OptionalInt.empty(), OptionalInt.empty()));
    }

    @Test
    void remotesTakeDefaultsWhereverTheyStand() {
        String text =
                minimal()
                        + "remote 192.0.2.1 443 tcp4-client\nremote ::1\nremote a 1 udp6\n"
                        + "proto tcp\nport 8443\nserver-poll-timeout 4\nremote-random\n";

        ClientProfile profile = accepted(text).profile();

        assertThat(profile.remotes())
                .containsExactly(
                        remote("vpn.example.net", 8443, Protocol.TCP, Family.ANY, 4),
                        remote("192.0.2.1", 443, Protocol.TCP, Family.IPV4, 4),
                        remote("::1", 8443, Protocol.TCP, Family.ANY, 4),
                        remote("a", 1, Protocol.UDP, Family.IPV6, 4));
        assertThat(profile.randomOrder()).isTrue();
    }

    @Test
    void connectionBlocksTakeDefaultsFromBefore() {
        String text =
                minimal().replace("remote vpn.example.net\n", "")
                        + "port 443\n"
                        + block("connection", "# first\nremote a\nconnect-timeout 3\nnobind\n")
                        + block("connection", "remote b 1 tcp\nproto udp\nfloat\n");

        ProfileReading.Accepted reading = accepted(text);

        assertThat(reading.profile().remotes())
                .containsExactly(
                        remote("a", 443, Protocol.UDP, Family.ANY, 3),
                        remote("b", 1, Protocol.TCP, Family.ANY, 120));
        assertThat(reading.notUsed()).extracting(Finding::directive).containsExactly("float");
    }

    @Test
    void everythingThatAClientUsesIsRead() {
        String text =
                minimal()
                        + """
                        verify-x509-name "C=DE, O=Plant, CN=vpn"
                        remote-cert-eku 'TLS Web Server Authentication'
                        tls-version-min 1.3
                        data-ciphers ?AES-256-CBC:chacha20-poly1305
                        data-ciphers-fallback AES-256-CBC
                        cipher AES-128-GCM
                        auth sha512
                        tun-mtu 1400
                        mssfix 1360
                        auth-retry nointeract
                        static-challenge "Say \\"code\\"" 0 concat
                        push-peer-info
                        setenv UV_LAN "10.0.0.0/8 fd00::/8"
                        reneg-sec 0
                        hand-window 30
                        tran-window 600
                        keepalive 10 60
                        key-direction 1
                        """
                        + block("auth-user-pass", "joe\r\np w\r\n")
                        + block("tls-auth", "#\n" + StaticKeyText.write(SampleProfiles.STATIC_KEY))
                        + block("extra-certs", resource("ca.pem"));

        ProfileReading.Accepted reading = accepted(text);
        ClientProfile profile = reading.profile();

        assertThat(reading.notUsed()).isEmpty();
        assertThat(profile.trust().name())
                .contains(new ServerName("C=DE, O=Plant, CN=vpn", ServerName.Type.SUBJECT));
        assertThat(profile.trust().serverUsage()).isTrue();
        assertThat(profile.trust().minimum()).isEqualTo(ServerTrust.TlsVersion.TLS_1_3);
        assertThat(profile.data())
                .isEqualTo(
                        new DataOptions(
                                List.of(ProfileCipher.AES_256_CBC, ProfileCipher.CHACHA20_POLY1305),
                                Optional.of(ProfileCipher.AES_256_CBC),
                                AuthDigest.SHA512,
                                OptionalInt.of(1400),
                                OptionalInt.of(1360)));
        assertThat(profile.signIn())
                .contains(
                        new PasswordSignIn(
                                Optional.of(new PasswordSignIn.Stored("joe", "p w")),
                                Optional.of(
                                        new StaticChallenge(
                                                "Say \"code\"",
                                                false,
                                                StaticChallenge.Encoding.CONCAT)),
                                PasswordSignIn.Retry.NOINTERACT,
                                false));
        assertThat(profile.announcement())
                .isEqualTo(new PeerAnnouncement(true, Map.of("UV_LAN", "10.0.0.0/8 fd00::/8")));
        assertThat(profile.timers())
                .isEqualTo(new ClientTimers(0, 30, 600, OptionalInt.of(10), OptionalInt.of(60)));
        assertThat(profile.controlKey())
                .contains(
                        new ControlKey.TlsAuth(
                                SampleProfiles.STATIC_KEY,
                                AuthDigest.SHA512,
                                ControlKey.KeyDirection.ONE));
        assertThat(profile.identity().orElseThrow().chain()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec-pkcs8.pem",
                "ec-sec1.pem",
                "ec-with-parameters.pem",
                "rsa-pkcs1.pem",
                "ed25519.pem"
            })
    void privateKeysOfEachFormAreRead(String file) {
        String text = minimal().replace(resource("ec-pkcs8.pem"), resource(file));

        assertThat(accepted(text).profile().identity()).isPresent();
    }

    @Test
    void theSameKeyIsTheSameInEachForm() throws Exception {
        assertThat(secretOf("ec-pkcs8.pem"))
                .isEqualTo(secretOf("ec-sec1.pem"))
                .isEqualTo(secretOf("ec-with-parameters.pem"));
    }

    private static BigInteger secretOf(String file) throws Refusal {
        return ((ECPrivateKey) PemText.privateKey(resource(file))).getS();
    }

    @Test
    void textAroundCertificatesIsPassedOver() {
        String text = minimal().replace(resource("ca.pem"), resource("ca-with-text.pem"));

        assertThat(accepted(text).profile().trust().authorities()).hasSize(1);
    }

    @Test
    void aKeyMayLieBesideTheProfile() {
        String text = without("key") + "key node.key\n";

        assertThat(accepted(text).profile().identity().orElseThrow().key())
                .isEqualTo(new ClientIdentity.Key.Outside(new KeyFile("node.key")));
    }

    @Test
    void aPasswordIsEnoughToSignIn() {
        String text = without("key").replace(block("cert", resource("client.pem")), "");

        assertThat(accepted(text + "auth-user-pass\n").profile().identity()).isEmpty();
        assertThat(refused(text)).anyMatch(f -> f.reason().contains("who the client is"));
    }

    @Test
    void howLinesEndDoesNotMatter() {
        String text = minimal() + "setenv UV_A b\nverb 3";
        ClientProfile profile = accepted(text).profile();

        for (String same :
                List.of(
                        text + "\n",
                        text.replace("\n", "\r\n"),
                        "\ufeff" + text,
                        text.replace("\n", "  \n\n\t"),
                        text.replace("client\n", "--client # me\n"))) {
            ClientProfile read = accepted(same).profile();
            assertThat(read.remotes()).isEqualTo(profile.remotes());
            assertThat(read.announcement()).isEqualTo(profile.announcement());
            assertThat(read.trust()).isEqualTo(profile.trust());
        }
        byte[] bytes = ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
        assertThat(ProfileReader.read(bytes)).isInstanceOf(ProfileReading.Accepted.class);
    }

    @Test
    void theUnknownIsLeftOutWhereTheProfileAllowsForIt() {
        String text =
                minimal()
                        + "ignore-unknown-option new-thing newer\nnew-thing a b\n<newer>\nx\n"
                        + "</newer>\nsetenv opt newest 1\nsetenv opt verb 3\n"
                        + "setenv opt block-outside-dns\n";

        assertThat(accepted(text).notUsed())
                .extracting(Finding::directive)
                .containsExactly("new-thing", "newer", "newest", "block-outside-dns");
        assertThat(refused(minimal() + "new-thing a\nignore-unknown-option new-thing\n"))
                .extracting(Finding::directive)
                .containsExactly("new-thing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comp-lzo",
                "comp-lzo no",
                "compress stub-v2",
                "route 10.0.0.0 255.0.0.0",
                "redirect-gateway def1",
                "dhcp-option DNS 192.0.2.1",
                "user nobody",
                "management 127.0.0.1 7505",
                "sndbuf 0",
                "tls-cipher DEFAULT",
                "cipher BF-CBC",
                "tls-version-min 1.0",
                "setenv FRIENDLY_NAME \"Plant 7\"",
                "explicit-exit-notify 2"
            })
    void whatAClientCanDoWithoutIsNamedAndLeftOut(String line) {
        ProfileReading.Accepted reading = accepted(minimal() + line + "\n");

        int number = (int) minimal().lines().count() + 1;
        assertThat(reading.notUsed())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.line()).isEqualTo(number);
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_USED);
                    assertThat(line).startsWith(finding.directive());
                });
    }

    @Test
    void noSecretIsShownAsText() {
        String text = SampleProfiles.all().getFirst().toText();
        ClientProfile profile = accepted(text).profile();
        String shown =
                profile.toString()
                        + profile.identity()
                        + profile.controlKey()
                        + new PasswordSignIn.Stored("joe", "geheim");

        assertThat(shown).doesNotContain("BEGIN", "geheim", "joe");
    }

    static String without(String blockName) {
        return minimal().replaceAll("(?s)<" + blockName + ">.*?</" + blockName + ">\n", "");
    }

    static ProfileReading.Accepted accepted(String text) {
        ProfileReading reading = ProfileReader.read(text);
        assertThat(reading).isInstanceOf(ProfileReading.Accepted.class);
        return (ProfileReading.Accepted) reading;
    }

    static List<Finding> refused(String text) {
        ProfileReading reading = ProfileReader.read(text);
        assertThat(reading).isInstanceOf(ProfileReading.Refused.class);
        return ((ProfileReading.Refused) reading).refused();
    }

    private static ClientRemote remote(
            String host, int port, Protocol protocol, Family family, int seconds) {
        return new ClientRemote(new Remote(host, port, protocol), family, seconds);
    }
}
