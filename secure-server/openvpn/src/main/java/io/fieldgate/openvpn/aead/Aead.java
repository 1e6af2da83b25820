package io.fieldgate.openvpn.aead;

import java.nio.ByteBuffer;

/// One key in one direction. Owned by one thread. Whatever the buffers are, on the heap or outside,
/// nothing of them is kept beyond the call but where they lie.
public interface Aead {
    int NONCE_LENGTH = 12;
    int TAG_LENGTH = 16;

    /// Encrypts. The nonce must never have been used with this key before.
    ///
    /// @param fields where in the packet associated data and tag are, and the nonce
    /// @param text position to limit; is consumed
    /// @param packet gets the ciphertext at its position, which moves behind it, and the tag where
    ///   the fields say; has room for both and 16 bytes more behind the ciphertext
    void seal(AeadFields fields, ByteBuffer text, ByteBuffer packet);

    /// Verifies and decrypts.
    ///
    /// @param fields where in the packet associated data, ciphertext and tag are, and the nonce
    /// @param packet does not change
    /// @param out gets the text at its position, which moves behind it; has room for it
    /// @return false if the packet is not genuine: nothing of it is in the output then
    boolean open(AeadFields fields, ByteBuffer packet, ByteBuffer out);
}
