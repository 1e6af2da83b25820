package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.wire.StaticKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Protection with the right keys around contents that no sender of ours would make: what a peer
/// with a stolen key can send.
public final class Forged {
    private static final int CLIENT_HALF = 1;
    private static final int HALF = 128;
    private static final int HMAC_OFFSET = 64;
    private static final int USED = 32;
    private static final int HEADER = 9;

    private Forged() {}

    /// A tls-crypt packet as a client makes it.
    ///
    /// @param clear opcode, key id, session id, packet id, time: 17 bytes
    public static ByteBuffer tlsCrypt(StaticKey key, byte[] clear, byte[] body) {
        byte[] bytes = key.toBytes();
        int half = CLIENT_HALF * HALF;
        byte[] tag = hmac("HmacSHA256", bytes, half + HMAC_OFFSET, USED, clear, body);
        byte[] sealed = aesCtr(bytes, half, tag, body);
        return ByteBuffer.allocate(clear.length + tag.length + sealed.length)
                .put(clear)
                .put(tag)
                .put(sealed)
                .flip();
    }

    /// A tls-auth packet with HMAC-SHA256 and one key for both directions.
    ///
    /// @param clear opcode, key id, session id: 9 bytes
    /// @param replayId packet id, time: 8 bytes
    public static ByteBuffer tlsAuth(StaticKey key, byte[] clear, byte[] replayId, byte[] body) {
        byte[] tag = hmac("HmacSHA256", key.toBytes(), HMAC_OFFSET, USED, replayId, clear, body);
        return ByteBuffer.allocate(HEADER + tag.length + replayId.length + body.length)
                .put(clear)
                .put(tag)
                .put(replayId)
                .put(body)
                .flip();
    }

    /// A wrapped client key with any content.
    public static ByteBuffer wrappedKey(byte[] serverKey, byte[] content) {
        short length = (short) (32 + content.length + 2);
        byte[] field = ByteBuffer.allocate(2).putShort(length).array();
        byte[] tag = hmac("HmacSHA256", serverKey, HMAC_OFFSET, USED, field, content);
        return ByteBuffer.allocate(tag.length + content.length + 2)
                .put(tag)
                .put(aesCtr(serverKey, 0, tag, content))
                .put(field)
                .flip();
    }

    private static byte[] hmac(
            String algorithm, byte[] keys, int offset, int length, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(keys, offset, length, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] aesCtr(byte[] keys, int offset, byte[] tag, byte[] plaintext) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(keys, offset, USED, "AES"),
                    new IvParameterSpec(tag, 0, 16));
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
