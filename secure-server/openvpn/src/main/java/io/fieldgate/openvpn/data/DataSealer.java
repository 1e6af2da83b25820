package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/// The sending direction of a [DataKey]: counts packet ids and never uses one twice.
final class DataSealer {
    /// No packet id at or above this is ever used.
    static final long LAST_PACKET_ID = 0xffff_fffeL;

    private final int keyId;
    private final DirectionKey key;
    private long nextPacketId;

    DataSealer(int keyId, DirectionKey key) {
        this(keyId, key, 1);
    }

    DataSealer(int keyId, DirectionKey key, long firstPacketId) {
        this.keyId = keyId;
        this.key = key;
        this.nextPacketId = firstPacketId;
    }

    boolean wantsRekey() {
        return nextPacketId >= DirectionKey.REKEY_PACKET_ID || key.isWorn();
    }

    boolean seal(int peerId, ByteBuffer payload, ByteBuffer out) {
        int length = payload.remaining();
        if (length < 1 || length > DataKey.MAX_PAYLOAD) {
            throw new IllegalArgumentException("a payload of " + length + " bytes");
        }
        if (nextPacketId >= LAST_PACKET_ID) {
            return false;
        }
        int packetId = (int) nextPacketId++;
        int start = out.position();
        int associated = writeHeader(peerId, out);
        out.putInt(packetId);
        int tagAt = out.position();
        try {
            key.start(Cipher.ENCRYPT_MODE, packetId);
            key.cipher.updateAAD(out.slice(associated, tagAt - associated));
            out.position(tagAt + DataCipher.TAG_LENGTH);
            key.cipher.doFinal(payload, out);
        } catch (GeneralSecurityException e) {
            out.position(start);
            throw new IllegalStateException("AEAD refused to seal", e);
        }
        // The JDK writes the tag behind the ciphertext; OpenVPN wants it in front.
        int tagFrom = tagAt + DataCipher.TAG_LENGTH + length;
        out.put(tagAt, out, tagFrom, DataCipher.TAG_LENGTH);
        out.position(tagFrom);
        key.count(length);
        return true;
    }

    /// Returns where the authenticated part begins: DATA_V1 does not cover its header.
    private int writeHeader(int peerId, ByteBuffer out) {
        int start = out.position();
        if (peerId == DataHeader.NO_PEER_ID) {
            out.put(Opcode.DATA_V1.firstByte(keyId));
            return start + DataHeader.V1_LENGTH;
        }
        out.putInt((Opcode.DATA_V2.firstByte(keyId) & 0xff) << 24 | (peerId & 0xffffff));
        return start;
    }
}
