package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.control.OptionsString;
import io.fieldgate.openvpn.data.DataCipher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCapabilitiesTest {
    private static final String V26 =
            "IV_PROTO=990\nIV_NCP=2\nIV_CIPHERS=AES-128-GCM:AES-256-GCM\n";

    @ParameterizedTest
    @CsvSource({
        "AES-128-GCM:AES-256-GCM, AES_256_GCM",
        "CHACHA20-POLY1305:AES-128-GCM, AES_128_GCM",
        "aes-128-gcm, AES_128_GCM",
        "BF-CBC:CHACHA20-POLY1305, CHACHA20_POLY1305",
    })
    void theServersOrderOfCiphersWins(String ciphers, DataCipher expected) {
        assertThat(client("IV_CIPHERS=" + ciphers).cipher()).contains(expected);
    }

    @Test
    void ncp2WithoutAListMeansTheTwoGcmCiphers() {
        assertThat(client("IV_NCP=2").cipher()).contains(DataCipher.AES_256_GCM);
        assertThat(client("").cipher()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V4,mtu-dynamic | IV_PROTO=990 | \"fragment\" is not supported",
                "V4,dev-type tap | IV_PROTO=990 | \"dev tap\" is not supported",
                "V4 | IV_PROTO=1 | too old",
                "V4 | '' | too old",
                "V4,comp-lzo | IV_PROTO=990 | compression is not supported",
                "V4 | IV_PROTO=990 | no shared cipher",
            })
    void aClientThatCannotBeServedIsToldWhy(String options, String info, String words) {
        ClientCapabilities client =
                new ClientCapabilities(PeerInfo.parse(info), new OptionsString(options), true);
        assertThat(client.refusal()).hasValueSatisfying(text -> assertThat(text).contains(words));
    }

    @Test
    void aClientThatCanBeServedIsNotRefused() {
        assertThat(client(V26).refusal()).isEmpty();
    }

    @Test
    void protocolFlagsAreOnlyThoseTheClientKnows() {
        assertThat(pushed(client(V26))).contains("protocol-flags cc-exit tls-ekm dyn-tls-crypt");
        // OpenVPN 3 of 2021: exporter, but no protocol-flags.
        assertThat(pushed(client("IV_PROTO=30\nIV_NCP=2")))
                .contains("key-derivation tls-ekm")
                .noneMatch(option -> option.startsWith("protocol-flags"));
        assertThat(pushed(client("IV_PROTO=6\nIV_NCP=2")))
                .noneMatch(option -> option.contains("tls-ekm"));
    }

    @Test
    void withoutAnExporterNothingIsPromisedThatNeedsIt() {
        ClientCapabilities client =
                new ClientCapabilities(PeerInfo.parse(V26), new OptionsString("V4"), false);
        assertThat(pushed(client)).contains("protocol-flags cc-exit");
        assertThat(client.exportsKeys()).isFalse();
        assertThat(client.usesDynamicTlsCrypt()).isFalse();
    }

    @Test
    void exitNotificationIsForUdpOnly() {
        Admission admission = VirtualWorld.admission(3);
        assertThat(PushOptions.of(admission, client(V26), DataCipher.AES_256_GCM, Transport.UDP))
                .contains("explicit-exit-notify 1");
        assertThat(PushOptions.of(admission, client(V26), DataCipher.AES_256_GCM, Transport.TCP))
                .doesNotContain("explicit-exit-notify 1");
    }

    @Test
    void compressionOfAProfileIsSwitchedOff() {
        ClientCapabilities client =
                new ClientCapabilities(
                        PeerInfo.parse(V26 + "IV_COMP_STUBv2=1\n"),
                        new OptionsString("V4,comp-lzo"),
                        true);
        assertThat(client.refusal()).isEmpty();
        assertThat(pushed(client)).contains("compress stub-v2");
    }

    @Test
    void peerInfoIsBoundedAndPrintable() {
        PeerInfo info =
                PeerInfo.parse(
                        "IV_VER=2.6\u0007\u20ac\nbad key=1\n=1\nnothing\nUV_A=1\nUV_A=2\n"
                                + "X="
                                + "y".repeat(5000)
                                + "\nIV_PROTO=abc\n");
        assertThat(info.version()).isEqualTo("2.6__");
        assertThat(info.values()).containsOnlyKeys("IV_VER", "UV_A", "X", "IV_PROTO");
        assertThat(info.value("UV_A")).isEqualTo("2");
        assertThat(info.value("X")).hasSize(PeerInfo.MAX_VALUE);
        assertThat(info.protocolBits()).isZero();
        assertThat(PeerInfo.parse("A=1\n".repeat(PeerInfo.MAX_LINES) + "B=1\n").values())
                .containsOnlyKeys("A");
    }

    @Test
    void anImpossibleAdmissionIsRefused() {
        assertThatThrownBy(() -> VirtualWorld.admission(0xFFFFFF))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission.Route(VirtualWorld.address("10.0.0.1"), 24))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Admission(
                                1,
                                VirtualWorld.address("10.0.0.2"),
                                24,
                                VirtualWorld.address("10.0.0.1"),
                                List.of(),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(19),
                                Duration.ofSeconds(3600)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordsAndKeysAreNotShown() {
        assertThat(new Credentials("me", "secret").toString()).doesNotContain("secret");
        assertThat(new TlsCryptV2ServerSecret(new byte[128]).toString())
                .isEqualTo("TlsCryptV2ServerSecret[***]");
    }

    private static ClientCapabilities client(String info) {
        return new ClientCapabilities(PeerInfo.parse(info), new OptionsString("V4"), true);
    }

    private static List<String> pushed(ClientCapabilities client) {
        return PushOptions.of(
                VirtualWorld.admission(3), client, DataCipher.AES_256_GCM, Transport.UDP);
    }
}
