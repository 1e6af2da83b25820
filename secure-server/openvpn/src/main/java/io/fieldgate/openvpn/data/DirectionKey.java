package io.fieldgate.openvpn.data;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Key, implicit IV and cached cipher of one direction, and how much it was used.
///
/// ```
///  nonce   packetId u32 | implicitIv[8]
/// ```
final class DirectionKey {
    /// OpenVPN's bound for AES-GCM (blocks of 16 bytes and packets), of which 7/8 may be used
    /// before a new key is asked for.
    private static final long GCM_LIMIT = ((1L << 36) - 1) / 8 * 7;

    /// Where OpenVPN asks for a new key because packet ids run out.
    static final long REKEY_PACKET_ID = 0xff00_0000L;

    private static final int IMPLICIT_IV_LENGTH = 8;

    final Cipher cipher;
    private final DataCipher kind;
    private final SecretKeySpec key;
    private final byte[] nonce = new byte[DataCipher.NONCE_LENGTH];
    private long usage;

    DirectionKey(DataCipher kind, DataKeyMaterial material, int half) {
        this.kind = kind;
        this.cipher = kind.newCipher();
        this.key = kind.key(material.bytes(), material.cipherOffset(half));
        int packetIdLength = DataCipher.NONCE_LENGTH - IMPLICIT_IV_LENGTH;
        System.arraycopy(
                material.bytes(),
                material.hmacOffset(half),
                nonce,
                packetIdLength,
                IMPLICIT_IV_LENGTH);
    }

    /// Readies the cipher for one packet.
    void start(int mode, int packetId) throws GeneralSecurityException {
        nonce[0] = (byte) (packetId >>> 24);
        nonce[1] = (byte) (packetId >>> 16);
        nonce[2] = (byte) (packetId >>> 8);
        nonce[3] = (byte) packetId;
        cipher.init(mode, key, kind.parameters(nonce));
    }

    void count(int payloadLength) {
        usage += 1 + (payloadLength + 15) / 16;
    }

    boolean isWorn() {
        return kind.isGcm() && usage >= GCM_LIMIT;
    }
}
