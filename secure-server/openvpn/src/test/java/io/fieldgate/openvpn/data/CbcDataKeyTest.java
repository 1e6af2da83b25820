package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.open;
import static io.fieldgate.openvpn.data.Formats.ping;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packets that a peer with the right keys makes wrong.
class CbcDataKeyTest {
    private static final int BLOCK = 16;

    private final DataKey server = Formats.server(Formats.CBC);

    @ParameterizedTest
    @CsvSource({
        "0,TOO_SHORT",
        "3,TOO_SHORT",
        "4,TOO_SHORT",
        "5,OPENED",
        "2052,OPENED",
        "2053,TOO_LONG",
        "2063,TOO_LONG",
        "2064,TOO_LONG"
    })
    void thePlaintextHasAPacketIdAndAPayload(int plainLength, Opening expected) {
        byte[] plain = new byte[plainLength];
        if (plainLength > 3) {
            plain[3] = 1;
        }
        int padding = BLOCK - plainLength % BLOCK;

        assertThat(open(server, authentic(plain, padding, padding))).isEqualTo(expected);
        assertThat(open(server, authentic(new byte[] {0, 0, 0, 9, 1}, 11, 11)))
                .isEqualTo(Opening.OPENED);
    }

    /// Of IV and ciphertext: two blocks at least, and no more than the buffers hold.
    @ParameterizedTest
    @CsvSource({"31,TOO_SHORT", "32,BAD_TAG", "2080,BAD_TAG", "2084,BAD_TAG", "2085,TOO_LONG"})
    void whatIsTooShortOrTooLongIsNotEvenAuthenticated(int length, Opening expected) {
        ByteBuffer packet = ByteBuffer.allocate(4 + 20 + length).putInt(0, 0x48000005);
        assertThat(open(server, packet)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"11,0", "11,17", "11,255", "11,10"})
    void authenticPacketsWithBrokenPaddingAreRefused(int padding, int lastByte) {
        byte[] plain = {0, 0, 0, 1, 1};

        assertThat(open(server, authentic(plain, padding, lastByte))).isEqualTo(Opening.BAD_TAG);
        assertThat(open(server, authentic(plain, padding, padding))).isEqualTo(Opening.OPENED);
    }

    @Test
    void packetIdZeroIsRefused() {
        assertThat(open(server, authentic(new byte[5], 11, 11))).isEqualTo(Opening.REPLAYED);
    }

    @Test
    void theHeaderIsNotAuthenticated() {
        ByteBuffer packet = ping(Formats.client(Formats.CBC)).put(3, (byte) 77);

        assertThat(open(server, packet)).isEqualTo(Opening.OPENED);
    }

    private static ByteBuffer authentic(byte[] plain, int padding, int lastByte) {
        KeyHalf half = new KeyHalf(Formats.MATERIAL, true);
        byte[] padded = new byte[plain.length + padding];
        Arrays.fill(padded, (byte) padding);
        System.arraycopy(plain, 0, padded, 0, plain.length);
        padded[padded.length - 1] = (byte) lastByte;
        byte[] iv = new byte[BLOCK];
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, half.cipherKey(32, "AES"), new IvParameterSpec(iv));
            byte[] ciphertext = cipher.doFinal(padded);
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(half.hmacKey(20, "HmacSHA1"));
            mac.update(iv);
            byte[] tag = mac.doFinal(ciphertext);
            return ByteBuffer.allocate(4 + tag.length + iv.length + ciphertext.length)
                    .putInt(0x48000005)
                    .put(tag)
                    .put(iv)
                    .put(ciphertext)
                    .flip();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
