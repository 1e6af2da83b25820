package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.wire.Vectors.counting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.wire.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeyMaterialTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void theMasterSecretIsThatOfTheVectors() {
        byte[] seed =
                HEX.parseHex(
                        HEX.formatHex("OpenVPN master secret".getBytes(StandardCharsets.US_ASCII))
                                + "11".repeat(32)
                                + "33".repeat(32));

        assertThat(HEX.formatHex(Tls1Prf.derive(counting(0, 48), seed, 48)))
                .isEqualTo(
                        "7c7d0aa80f877d74f501c2ea05659ec1e9c43e7f245177a0"
                                + "47cd1915d2d348c74033f9abecf460388499d42ed73346f5");
    }

    @Test
    void theKeysOfKeyMethodTwoAreThoseOfTheVectors() throws Exception {
        byte[] keys =
                DataKeyMaterial.ofKeyMethod2(
                                counting(0, 48),
                                filled(0x11),
                                filled(0x33),
                                filled(0x22),
                                filled(0x44),
                                Vectors.CLIENT_SESSION_ID,
                                Vectors.SERVER_SESSION_ID)
                        .bytes();

        assertThat(HEX.formatHex(keys, 0, 32))
                .isEqualTo("11dc8864c0c910c479e42de248b998f109745b636a380ca89a108a7f4dc5583c");
        assertThat(HEX.formatHex(keys, 224, 256))
                .isEqualTo("a9688ed1b7c956e7aee9a9e39b10f1a285adc694eabb4aaf7bfca57a94a7d4d5");
        assertThat(HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(keys)))
                .isEqualTo("4e3483dca28ac3d01e415afa8ea8e85e3c8962a29e1cda7b21cdc3f0797684d4");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255, 257})
    void exportedMaterialHas256Bytes(int length) {
        assertThatThrownBy(() -> DataKeyMaterial.ofExporter(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void erasingLeavesNothing() {
        DataKeyMaterial material = DataKeyMaterial.ofExporter(counting(1, 256));

        material.erase();

        assertThat(material.bytes()).containsOnly(0);
        assertThat(material).hasToString("DataKeyMaterial[not shown]");
    }

    @Test
    void ciphersAreFoundByTheirOpenvpnNames() {
        assertThat(DataCipher.named("aes-256-gcm")).contains(DataCipher.AES_256_GCM);
        assertThat(DataCipher.named("CHACHA20-POLY1305")).contains(DataCipher.CHACHA20_POLY1305);
        assertThat(DataCipher.named("BF-CBC")).isEmpty();
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
