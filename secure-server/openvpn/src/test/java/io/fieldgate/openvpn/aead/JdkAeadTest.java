package io.fieldgate.openvpn.aead;

import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The port to AEAD, by its first home.
class JdkAeadTest {
    /// A packet of the tests: `xxx | associated | tag[16] | ciphertext`.
    private static final int START = 3;

    /// Test case 4 of the paper that describes GCM.
    @Test
    void gcmIsThatOfItsVector() {
        byte[] key = bytes("feffe9928665731c6d6a8f9467308308");
        byte[] text =
                bytes(
                        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] associated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        AeadFields fields = fields("cafebabefacedbaddecaf888", associated.length, text.length);
        ByteBuffer packet =
                sealed(
                        AeadHome.JDK.sealing(AeadAlgorithm.AES_128_GCM, key),
                        fields,
                        associated,
                        text);
        assertThat(hex(packet.position(START + associated.length)))
                .isEqualTo(
                        "5bc94fbc3221a5db94fae95ae7121a47"
                                + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091");
    }

    /// RFC 8439, 2.8.2.
    @Test
    void chaCha20Poly1305IsThatOfItsVector() {
        byte[] key = counting(0x80, 32);
        byte[] text =
                ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for"
                                + " the future, sunscreen would be it.")
                        .getBytes(US_ASCII);
        byte[] associated = bytes("50515253c0c1c2c3c4c5c6c7");
        AeadFields fields = fields("070000004041424344454647", associated.length, text.length);
        ByteBuffer packet =
                sealed(
                        AeadHome.JDK.sealing(AeadAlgorithm.CHACHA20_POLY1305, key),
                        fields,
                        associated,
                        text);
        assertThat(hex(packet.position(START + associated.length).limit(START + 12 + 32)))
                .isEqualTo("1ae10b594f09e26a7e902ecbd0600691d31a8d34648e60db7b86afbc53ef7ec2");
    }

    @ParameterizedTest
    @EnumSource
    void aForgeryLeavesTheOutputAsItWas(AeadAlgorithm algorithm) {
        byte[] key = new byte[algorithm.keyLength()];
        AeadFields fields = fields("000000000000000000000001", 8, 40);
        ByteBuffer packet =
                sealed(
                        AeadHome.JDK.sealing(algorithm, key),
                        fields,
                        counting(1, 8),
                        counting(9, 40));
        Aead opening = AeadHome.JDK.opening(algorithm, key);
        ByteBuffer out = ByteBuffer.allocate(100).position(5);
        for (int at = START; at < packet.limit(); at++) {
            ByteBuffer forged = ByteBuffer.wrap(bytes(hex(packet.duplicate().position(0))));
            forged.put(at, (byte) (forged.get(at) ^ 0x10));
            String before = hex(forged);
            assertThat(opening.open(fields, forged, out)).as("byte %s", at).isFalse();
            assertThat(out).isEqualTo(ByteBuffer.allocate(95));
            assertThat(hex(forged)).isEqualTo(before);
        }
        assertThat(opening.open(fields, packet, out)).isTrue();
        assertThat(out.flip().position(5)).isEqualTo(ByteBuffer.wrap(counting(9, 40)));
    }

    /// All keys of a thread work in the same arrays, which grow from what they are in a new one.
    @Test
    void longAndShortTextsOfSeveralKeysMayAlternate() throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            for (int length : new int[] {1, 2047, 2048, 2049, 9000, 2048, 1, 20_000, 16}) {
                for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
                    byte[] text = counting(length, length);
                    assertThat(thread.submit(() -> thereAndBack(algorithm, text)).get())
                            .isEqualTo(ByteBuffer.wrap(text));
                }
            }
        }
    }

    private static ByteBuffer thereAndBack(AeadAlgorithm algorithm, byte[] text) {
        byte[] key = counting(text.length, algorithm.keyLength());
        AeadFields fields = fields("000000000000000000000002", 64, text.length);
        Aead sealing = AeadHome.JDK.sealing(algorithm, key);
        ByteBuffer packet = sealed(sealing, fields, counting(1, 64), text);
        ByteBuffer out = ByteBuffer.allocate(text.length);
        assertThat(AeadHome.JDK.opening(algorithm, key).open(fields, packet, out)).isTrue();
        return out.flip();
    }

    @ParameterizedTest
    @CsvSource({"AES_256_GCM, 32", "AES_192_GCM, 24", "AES_128_GCM, 16", "CHACHA20_POLY1305, 32"})
    void aKeyOfAnotherLengthIsRefused(AeadAlgorithm algorithm, int right) {
        for (int length : new int[] {0, 16, 24, 32, 33}) {
            byte[] key = new byte[length];
            if (length == right) {
                AeadHome.JDK.sealing(algorithm, key);
                AeadHome.JDK.opening(algorithm, key);
            } else {
                assertThatThrownBy(() -> AeadHome.JDK.sealing(algorithm, key))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a key of " + length + " bytes");
                assertThatThrownBy(() -> AeadHome.JDK.opening(algorithm, key))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void theLogSaysWhoseItIs() {
        assertThat(AeadHome.JDK.name()).isEqualTo("JDK " + Runtime.version().feature());
    }

    private static AeadFields fields(String nonce, int associatedLength, int textLength) {
        AeadFields fields = new AeadFields();
        System.arraycopy(bytes(nonce), 0, fields.nonce(), 0, Aead.NONCE_LENGTH);
        fields.associated(START, associatedLength);
        fields.tag(START + associatedLength);
        fields.text(START + associatedLength + Aead.TAG_LENGTH, textLength);
        return fields;
    }

    private static ByteBuffer sealed(
            Aead sealing, AeadFields fields, byte[] associated, byte[] text) {
        ByteBuffer packet = ByteBuffer.allocate(fields.textFrom() + text.length + 16);
        packet.put(START, associated).position(fields.textFrom());
        sealing.seal(fields, ByteBuffer.wrap(text), packet);
        return packet.flip();
    }
}
