package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.HmacDigest;

/// How the packets of a data channel look and how they are protected. Agreed at a session's first
/// key and the same for all later ones.
public sealed interface DataFormat {
    /// The name of the cipher as OpenVPN writes it.
    String cipherName();

    /// Most that a sealed packet is longer than its payload, in bytes.
    int overhead();

    /// The longest payload whose sealed packet, with a peer id, is not longer than this, in bytes;
    /// 0 or less if there is none.
    int payloadWithin(int packetLength);

    /// Packet ids of 32 bits, AEAD. What clients since 2.4 use.
    ///
    /// ```
    ///  header | packetId u32 | tag[16] | ciphertext
    /// ```
    record Aead(DataCipher cipher) implements DataFormat {
        static final int PACKET_ID_LENGTH = 4;

        @Override
        public String cipherName() {
            return cipher.openvpnName();
        }

        @Override
        public int overhead() {
            return DataHeader.V2_LENGTH + PACKET_ID_LENGTH + DataCipher.TAG_LENGTH;
        }

        @Override
        public int payloadWithin(int packetLength) {
            return packetLength - overhead();
        }
    }

    /// Packet ids of 64 bits, AEAD, keys that follow one another without a handshake (`aead-epoch`
    /// of 2.7). Always with a peer id.
    ///
    /// ```
    ///  header | epoch u16 | counter u48 | ciphertext | tag[16]
    /// ```
    record Epoch(DataCipher cipher) implements DataFormat {
        static final int PACKET_ID_LENGTH = 8;

        @Override
        public String cipherName() {
            return cipher.openvpnName();
        }

        @Override
        public int overhead() {
            return DataHeader.V2_LENGTH + PACKET_ID_LENGTH + DataCipher.TAG_LENGTH;
        }

        @Override
        public int payloadWithin(int packetLength) {
            return packetLength - overhead();
        }
    }

    /// Packet ids of 32 bits inside the ciphertext, HMAC over IV and ciphertext. The header is not
    /// authenticated.
    ///
    /// ```
    ///  header | hmac[20, 32 or 64] | iv[16] | ciphertext of ( packetId u32 | payload | padding )
    /// ```
    record Cbc(CbcCipher cipher, HmacDigest digest) implements DataFormat {
        static final int PACKET_ID_LENGTH = 4;

        @Override
        public String cipherName() {
            return cipher.openvpnName();
        }

        @Override
        public int overhead() {
            return clearLength() + PACKET_ID_LENGTH + CbcCipher.BLOCK_LENGTH;
        }

        @Override
        public int payloadWithin(int packetLength) {
            int blocks = Math.floorDiv(packetLength - clearLength(), CbcCipher.BLOCK_LENGTH);
            // At least one byte of the last block is padding.
            return blocks * CbcCipher.BLOCK_LENGTH - 1 - PACKET_ID_LENGTH;
        }

        private int clearLength() {
            return DataHeader.V2_LENGTH + digest.length() + CbcCipher.BLOCK_LENGTH;
        }
    }
}
