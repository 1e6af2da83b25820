package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.control.OptionsString;
import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.wire.HmacDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCapabilitiesTest {
    private static final DataFormat AES_256 = new DataFormat.Aead(DataCipher.AES_256_GCM);

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
        assertThat(format(client("IV_CIPHERS=" + ciphers))).contains(new DataFormat.Aead(expected));
    }

    @Test
    void ncp2WithoutAListMeansTheTwoGcmCiphers() {
        assertThat(format(client("IV_NCP=2"))).contains(AES_256);
        assertThat(format(client(""))).isEmpty();
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
        assertThat(client.refusal(DataPolicy.MODERN))
                .hasValueSatisfying(text -> assertThat(text).contains(words));
    }

    @Test
    void aClientThatCanBeServedIsNotRefused() {
        assertThat(client(V26).refusal(DataPolicy.MODERN)).isEmpty();
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
        assertThat(PushOptions.of(admission, client(V26), AES_256, Transport.UDP))
                .contains("explicit-exit-notify 1");
        assertThat(PushOptions.of(admission, client(V26), AES_256, Transport.TCP))
                .doesNotContain("explicit-exit-notify 1");
    }

    @Test
    void compressionOfAProfileIsSwitchedOff() {
        ClientCapabilities client =
                new ClientCapabilities(
                        PeerInfo.parse(V26 + "IV_COMP_STUBv2=1\n"),
                        new OptionsString("V4,comp-lzo"),
                        true);
        assertThat(client.refusal(DataPolicy.MODERN)).isEmpty();
        assertThat(pushed(client)).contains("compress stub-v2");
        assertThat(pushed(client(V26))).doesNotContain("compress stub-v2");
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
    void keysOfPeerInfoAreShortWords() {
        String longest = "K".repeat(64);
        PeerInfo info = PeerInfo.parse("AZaz09_=1\n" + longest + "=1\nK" + longest + "=1\n");
        assertThat(info.values()).containsOnlyKeys("AZaz09_", longest);
        for (char c : "@[`{/:^-.".toCharArray()) {
            assertThat(PeerInfo.parse("A" + c + "=1").values()).as("%s", c).isEmpty();
        }
    }

    @Test
    void eachBitOfIvProtoPromisesOneThing() {
        ClientCapabilities none = client("IV_PROTO=0");
        ClientCapabilities all = client("IV_PROTO=" + 0x1fff);
        for (var bit :
                Map.<Integer, Predicate<ClientCapabilities>>of(
                                1, ClientCapabilities::takesPeerId,
                                2, ClientCapabilities::takesPushUnasked,
                                3, ClientCapabilities::exportsKeys,
                                4, ClientCapabilities::knowsPendingTimeout,
                                7, ClientCapabilities::knowsProtocolFlags,
                                8, ClientCapabilities::knowsTemporaryFailure,
                                9, ClientCapabilities::usesDynamicTlsCrypt,
                                12, ClientCapabilities::takesPushUpdate)
                        .entrySet()) {
            int value = 1 << bit.getKey();
            assertThat(bit.getValue()).as("bit %s", bit.getKey()).accepts(all).rejects(none);
            assertThat(bit.getValue())
                    .accepts(client("IV_PROTO=" + value))
                    .rejects(client("IV_PROTO=" + (0x1fff - value)));
        }
        assertThat(none.takesDnsOption()).isFalse();
        assertThat(client("IV_PROTO=64").takesDnsOption()).isTrue();
        assertThat(client("IV_PROTO=2048").takesDnsOption()).isTrue();
    }

    @Test
    void aTunnelMtuIsPushedUpToWhatTheClientTakes() {
        assertThat(client("IV_MTU=1600").takesTunMtu(1600)).isTrue();
        assertThat(client("IV_MTU=1600").takesTunMtu(1601)).isFalse();
        assertThat(client("").takesTunMtu(576)).isFalse();
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

    @Test
    void epochKeysNeedTheirBitTheExporterAndAnAeadCipher() {
        String proto = "IV_NCP=2\nIV_PROTO=";
        assertThat(format(client(proto + 8094)))
                .contains(new DataFormat.Epoch(DataCipher.AES_256_GCM));
        for (int without : new int[] {1 << 1, 1 << 3, 1 << 7, 1 << 10}) {
            assertThat(format(client(proto + (8094 - without)))).contains(AES_256);
        }
        ClientCapabilities noExporter =
                new ClientCapabilities(
                        PeerInfo.parse(proto + 8094), new OptionsString("V4"), false);
        assertThat(format(noExporter)).contains(AES_256);
        assertThat(
                        PushOptions.of(
                                VirtualWorld.admission(3),
                                client(proto + 8094),
                                new DataFormat.Epoch(DataCipher.AES_256_GCM),
                                Transport.UDP))
                .contains("protocol-flags cc-exit tls-ekm dyn-tls-crypt aead-epoch");
    }

    @Test
    void cbcIsForClientsThatHaveNothingElseAndOnlyWhereItIsAllowed() {
        OptionsString options = new OptionsString("V4,cipher AES-256-CBC,auth SHA256,keysize 256");
        ClientCapabilities old = new ClientCapabilities(PeerInfo.parse(""), options, true);
        assertThat(format(old)).isEmpty();
        assertThat(old.refusal(DataPolicy.MODERN).orElseThrow()).contains("too old");
        DataFormat cbc = new DataFormat.Cbc(CbcCipher.AES_256_CBC, HmacDigest.SHA256);
        assertThat(DataNegotiation.format(old, DataPolicy.WITH_CBC)).contains(cbc);
        assertThat(PushOptions.of(VirtualWorld.admission(3), old, cbc, Transport.UDP))
                .noneMatch(option -> option.startsWith("cipher ") || option.startsWith("peer-id "));

        ClientCapabilities both =
                new ClientCapabilities(
                        PeerInfo.parse("IV_CIPHERS=AES-256-CBC:AES-128-GCM"), options, true);
        assertThat(DataNegotiation.format(both, DataPolicy.WITH_CBC))
                .contains(new DataFormat.Aead(DataCipher.AES_128_GCM));
        ClientCapabilities unknownDigest =
                new ClientCapabilities(
                        PeerInfo.parse(""),
                        new OptionsString("V4,cipher AES-256-CBC,auth MD5"),
                        true);
        assertThat(DataNegotiation.format(unknownDigest, DataPolicy.WITH_CBC)).isEmpty();
    }

    private static Optional<DataFormat> format(ClientCapabilities client) {
        return DataNegotiation.format(client, DataPolicy.MODERN);
    }

    private static ClientCapabilities client(String info) {
        return new ClientCapabilities(PeerInfo.parse(info), new OptionsString("V4"), true);
    }

    private static List<String> pushed(ClientCapabilities client) {
        return PushOptions.of(VirtualWorld.admission(3), client, AES_256, Transport.UDP);
    }
}
