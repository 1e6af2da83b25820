package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.PEER_ID;
import static io.fieldgate.openvpn.data.Formats.client;
import static io.fieldgate.openvpn.data.Formats.ping;
import static io.fieldgate.openvpn.data.Formats.seal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DataFormatTest {
    static List<DataFormat> formats() {
        return Formats.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theOverheadIsTheMostThatAPacketGrows(DataFormat format) {
        DataKey key = client(format);
        int most = 0;
        for (int length = 1; length <= 100; length++) {
            most = Math.max(most, seal(key, PEER_ID, ByteBuffer.allocate(length)).limit() - length);
        }

        assertThat(format.overhead()).isEqualTo(most);
        // The JDK needs room for a second tag while it seals.
        assertThat(most + DataCipher.TAG_LENGTH).isLessThanOrEqualTo(DataKey.SEAL_ROOM);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void thePayloadWithinALengthIsTheLongestThatFits(DataFormat format) {
        DataKey key = client(format);
        for (int length = 150; length < 200; length++) {
            int payload = format.payloadWithin(length);

            assertThat(seal(key, PEER_ID, ByteBuffer.allocate(payload)).limit())
                    .isLessThanOrEqualTo(length);
            assertThat(seal(key, PEER_ID, ByteBuffer.allocate(payload + 1)).limit())
                    .isGreaterThan(length);
        }
        assertThat(format.payloadWithin(10)).isNotPositive();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aKeyKnowsItsIdAndIsFreshAtFirst(DataFormat format) {
        DataKey key = client(format, 6);

        assertThat(key.keyId()).isEqualTo(6);
        assertThat(key.wantsRekey()).isFalse();
        assertThat(ping(key).get(0) & 7).isEqualTo(6);
    }

    @Test
    void headersAreToldByTheirFirstByte() {
        ByteBuffer packet = ByteBuffer.allocate(4);
        for (Opcode opcode : Opcode.values()) {
            packet.putInt(0, (opcode.firstByte(3) & 0xff) << 24 | 0x010203);
            assertThat(DataHeader.isData(packet)).isEqualTo(opcode.isData());
            assertThat(DataHeader.peerId(packet))
                    .isEqualTo(opcode == Opcode.DATA_V2 ? 0x010203 : DataHeader.NO_PEER_ID);
        }
        packet.put(0, Opcode.DATA_V2.firstByte(0));
        assertThat(DataHeader.peerId(packet.limit(3))).isEqualTo(DataHeader.NO_PEER_ID);
    }

    @Test
    void everyCbcPacketHasAnIvOfItsOwn() {
        DataKey key = client(Formats.CBC);

        assertThat(ping(key).slice(24, 16)).isNotEqualTo(ping(key).slice(24, 16));
    }

    @ParameterizedTest
    @CsvSource({"AES-256-CBC,AES_256_CBC", "aes-128-cbc,AES_128_CBC", "BF-CBC,", "AES-256-GCM,"})
    void cbcCiphersAreFoundByTheirOpenvpnNames(String name, CbcCipher expected) {
        assertThat(CbcCipher.named(name).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"SHA1,SHA1", "sha256,SHA256", "SHA512,SHA512", "MD5,", "[null-digest],"})
    void digestsAreFoundByTheirOpenvpnNames(String name, HmacDigest expected) {
        assertThat(HmacDigest.named(name).orElse(null)).isEqualTo(expected);
    }

    @Test
    void formatsNameTheirCipher() {
        assertThat(Formats.GCM.cipherName()).isEqualTo("AES-256-GCM");
        assertThat(Formats.EPOCH.cipherName()).isEqualTo("AES-256-GCM");
        assertThat(Formats.CBC.cipherName()).isEqualTo("AES-256-CBC");
    }
}
