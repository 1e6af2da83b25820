package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.MATERIAL;
import static io.fieldgate.openvpn.data.Formats.opened;
import static io.fieldgate.openvpn.data.Formats.seal;
import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String GCM_PING =
            "4800000500000001ec453d1dbd9f22d610a3a7300856dd03" + "e1d3004e0fa812021253797dec29cf6b";

    @ParameterizedTest
    @CsvSource({
        "AES_256_GCM," + GCM_PING,
        "AES_128_GCM,48000005000000010b4843e9e45c927e71c1d91859f9bff2"
                + "f81b8714b8cd8e5b853004a780a8bde5",
        "CHACHA20_POLY1305,4800000500000001a4bd54f14db41cd9fa79bd54cbf1e6b8"
                + "249c493797b2d7f5945bcaf9ded73aa2"
    })
    void theClientsFirstPingIsThatOfTheVectors(DataCipher cipher, String packet) {
        DataFormat format = new DataFormat.Aead(cipher);

        assertThat(hex(Formats.ping(Formats.client(format)))).isEqualTo(packet);
        assertThat(opened(Formats.server(format), buffer(packet))).isEqualTo(InBandMessage.ping());
    }

    @Test
    void theServersFirstPingIsThatOfTheVectors() {
        String packet =
                "48000005000000014733b9b60b56cf3ada0169d9be9a4594"
                        + "935c53e2eadd3824275aa3759531edf7";

        assertThat(hex(Formats.ping(Formats.server(Formats.GCM)))).isEqualTo(packet);
        assertThat(opened(Formats.client(Formats.GCM), buffer(packet)))
                .isEqualTo(InBandMessage.ping());
    }

    @Test
    void theFirstPingWithoutPeerIdIsThatOfTheVectors() {
        String packet =
                "300000000121555309ee48f8dad080917adf916bbee1d3004e0fa812021253797dec29cf6b";
        DataKey client = Formats.client(Formats.GCM);

        assertThat(hex(seal(client, DataHeader.NO_PEER_ID, InBandMessage.ping())))
                .isEqualTo(packet);
        assertThat(opened(Formats.server(Formats.GCM), buffer(packet)))
                .isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @CsvSource({
        "1,480000050001000000000001c2fe07b4542687fb92a265089da510f7"
                + "f4079376ee42dfc6f9fce729f1e3dbbf",
        "2,480000050002000000000001b2b1afbd0d32ea732be948cf8ca9d09a"
                + "ac3ea078aa9ca2d676674ede321a0655"
    })
    void theFirstPingOfAnEpochIsThatOfTheVectors(int epoch, String packet) {
        EpochDataKey client = (EpochDataKey) Formats.client(Formats.EPOCH);
        client.sealer.follow(epoch);

        assertThat(hex(Formats.ping(client))).isEqualTo(packet);
        assertThat(opened(Formats.server(Formats.EPOCH), buffer(packet)))
                .isEqualTo(InBandMessage.ping());
    }

    @Test
    void theKeysOfTheEpochsAreThoseOfTheVectors() {
        EpochSecret first = EpochSecret.first(new KeyHalf(MATERIAL, true));
        EpochSecret second = first.next();

        assertKey(
                first,
                "ebbbf838a8658beb56f2324d691351bd4c8c230fb271ada8f67de830b7ee3192",
                "568de14f8f744bfb0b721f66");
        assertKey(
                second,
                "4010426e3e169cd80289883d7f38d7eee445ead5fa21812fabebe155a4408ee5",
                "9caaa619cb6277bbb0e90c48");
        assertThat(HEX.formatHex(second.next().bytes()))
                .isEqualTo("f42019f62ea8cd6a2dc9e3e0778903253a1320d2c87f27e15e0494b796665101");
    }

    private static void assertKey(EpochSecret secret, String key, String implicitIv) {
        AeadKey derived = secret.key(DataCipher.AES_256_GCM);
        assertThat(HEX.formatHex(derived.key)).isEqualTo(key);
        assertThat(HEX.formatHex(derived.implicitIv)).isEqualTo(implicitIv);
    }

    /// Written out by hand with openssl, as there is no vector from elsewhere: AES-256-CBC of
    /// packet id and ping under IV 00..0f, then HMAC-SHA1 of IV and ciphertext.
    @Test
    void aCbcPacketIsIvAndCiphertextUnderTheHmac() {
        String packet =
                "48000005ad43cf0b9d67b4f7b9451104dda12444d3bf7b8e0001020304050607"
                        + "08090a0b0c0d0e0f16a33d12f9f1dd1271cc7ac39a8ce6d24a10439cb9ac782e"
                        + "d089eeb469c3f34d";

        assertThat(opened(Formats.server(Formats.CBC), buffer(packet)))
                .isEqualTo(InBandMessage.ping());
    }
}
