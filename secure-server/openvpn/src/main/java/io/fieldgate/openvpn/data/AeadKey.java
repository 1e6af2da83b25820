package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.Aead;
import org.jspecify.annotations.Nullable;

/// Key and implicit IV of one direction (in the epoch format also of one epoch), and how much they
/// were used.
final class AeadKey {
    /// Most blocks of 16 bytes plus packets under one AES-GCM key, by OpenVPN's bound.
    static final long GCM_LIMIT = (1L << 36) - 1;

    /// What may be used of it before a key without successor asks for one.
    static final long GCM_REKEY_LIMIT = GCM_LIMIT / 8 * 7;

    /// Forgeries after which a new key is asked for.
    static final long FAILURES_REKEY_LIMIT = 1L << 35;

    /// Forgeries after which nothing is opened any more.
    static final long FAILURES_LIMIT = 1L << 36;

    private static final int BLOCK = 16;

    final DataCipher cipher;
    final byte[] key;
    final byte[] implicitIv;
    final int epoch;

    /// Made by the direction that uses the key, when it does so first.
    @Nullable Aead aead;

    long blocks;
    long failures;

    /// @param implicitIv of a nonce's length; what the packet id does not cover
    /// @param epoch 0 in the classic format
    AeadKey(DataCipher cipher, byte[] key, byte[] implicitIv, int epoch) {
        this.cipher = cipher;
        this.key = key;
        this.implicitIv = implicitIv;
        this.epoch = epoch;
    }

    /// A key of the classic format; its nonce is `packetId u32 | implicitIv[8]`.
    static AeadKey classic(DataCipher cipher, KeyHalf half) {
        byte[] implicitIv = new byte[DataCipher.NONCE_LENGTH];
        half.copyHmacTo(implicitIv, DataFormat.Aead.PACKET_ID_LENGTH);
        return new AeadKey(cipher, half.cipherBytes(cipher.keyLength()), implicitIv, 0);
    }

    void count(int payloadLength) {
        blocks += (payloadLength + BLOCK - 1) / BLOCK;
    }

    /// Whether more than this limit was used.
    ///
    /// @param packets how many packets this key has protected
    boolean isWorn(long limit, long packets) {
        return cipher.isGcm() && blocks + packets > limit;
    }
}
