package io.fieldgate.openvpn.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.wire.StaticKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Profiles for old clients and with a second factor.
class ProfileFormsTest {
    @Test
    void aProfileForOldClientsWithASecondFactorIsExactlyThis() {
        ControlKey key =
                new ControlKey.TlsAuth(
                        StaticKey.of(new byte[256]),
                        AuthDigest.SHA512,
                        ControlKey.KeyDirection.ONE);
        StaticChallenge challenge = new StaticChallenge("Code \"7\" \\ </ca>; #", true);
        ProfileOptions options = new ProfileOptions(new SecondFactor.Code(challenge), true);

        String text = SampleProfiles.with(key, options).toText();

        assertThat(text.substring(0, text.indexOf("<ca>")))
                .isEqualTo(
                        """
                        client
                        dev tun
                        remote 127.0.0.1 1194 udp
                        remote 127.0.0.1 443 tcp
                        remote ::1 1194 udp
                        remote ::1 443 tcp
                        verify-x509-name server name
                        server-poll-timeout 10
                        nobind
                        persist-key
                        persist-tun
                        remote-cert-tls server
                        auth SHA512
                        tls-version-min 1.2
                        cipher AES-256-CBC
                        ignore-unknown-option data-ciphers
                        data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305:AES-256-CBC
                        auth-user-pass
                        auth-retry interact
                        auth-nocache
                        static-challenge "Code \\"7\\" \\\\ </ca>; #" 1
                        verb 3
                        """);
        assertThat(text)
                .endsWith(
                        "key-direction 1\n<tls-auth>\n-----BEGIN OpenVPN Static key V1-----\n"
                                + ("0".repeat(32) + "\n").repeat(16)
                                + "-----END OpenVPN Static key V1-----\n</tls-auth>\n");
    }

    @Test
    void routesGoIntoTheProfileOfAClient() {
        ProfileOptions options =
                new ProfileOptions(
                        new SecondFactor.None(),
                        false,
                        List.of(
                                new ProfileRoute("192.168.1.128/25"),
                                new ProfileRoute("10.0.0.7/32"),
                                new ProfileRoute("fd12::/65")));
        Profile profile = SampleProfiles.with(SampleProfiles.controlKeys().getFirst(), options);
        assertThat(profile.toText())
                .contains(
                        """
                        route 192.168.1.128 255.255.255.128
                        route 10.0.0.7 255.255.255.255
                        route-ipv6 fd12::/65
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.1/24",
                "10.0.0.0/33",
                "10.0.0.0",
                "fd12::/129",
                "fd12::1\nup x/64"
            })
    void anythingElseIsNoRoute(String prefix) {
        assertThatThrownBy(() -> new ProfileRoute(prefix))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u2028b", "a\u202eb", "a\0", "\ud800", "\u0007"})
    void anythingElseIsNoChallenge(String text) {
        assertThatThrownBy(() -> new StaticChallenge(text, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChallengeFitsOnALineThatOldClientsRead() {
        assertThat(new StaticChallenge("x".repeat(80), true).text()).hasSize(80);
        assertThatThrownBy(() -> new StaticChallenge("x".repeat(81), true))
                .isInstanceOf(IllegalArgumentException.class);
        // 220 bytes with their quotes, then 224.
        assertThat(new StaticChallenge("\ud83d\udc4d".repeat(54) + "ab", true).text()).isNotEmpty();
        assertThatThrownBy(() -> new StaticChallenge("\ud83d\udc4d".repeat(56), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new SecondFactor.Code(
                                new StaticChallenge("Code", true, StaticChallenge.Encoding.CONCAT)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tlsAuthIsWrittenInTheClientsDirectionOnly() {
        for (ControlKey.KeyDirection direction :
                List.of(ControlKey.KeyDirection.BOTH, ControlKey.KeyDirection.ZERO)) {
            ControlKey key =
                    new ControlKey.TlsAuth(SampleProfiles.STATIC_KEY, AuthDigest.SHA256, direction);
            assertThatThrownBy(() -> SampleProfiles.with(key, ProfileOptions.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
