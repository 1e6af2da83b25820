package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;

/// The two directions of the data channel under one key id, in the classic AEAD format.
///
/// Owned by one thread. Buffers are the caller's; nothing of them is kept.
public final class DataKey {
    /// Longest payload, in bytes.
    public static final int MAX_PAYLOAD = 2048;

    /// Most that a sealed packet is longer than its payload, in bytes.
    public static final int OVERHEAD = DataHeader.V2_LENGTH + 4 + DataCipher.TAG_LENGTH;

    /// Free bytes that [#seal] needs in its output beyond the payload's length: the packet's
    /// overhead, and room where the JDK puts the tag before it is moved to the front.
    public static final int SEAL_ROOM = OVERHEAD + DataCipher.TAG_LENGTH;

    private static final int CLIENT_HALF = 0;
    private static final int SERVER_HALF = 1;

    private final int keyId;
    private final DataCipher cipher;
    private final DataSealer sealer;
    private final DataOpener opener;

    private DataKey(
            int keyId, DataCipher cipher, DataKeyMaterial material, int sealHalf, int openHalf) {
        this.keyId = keyId;
        this.cipher = cipher;
        this.sealer = new DataSealer(keyId, new DirectionKey(cipher, material, sealHalf));
        this.opener = new DataOpener(new DirectionKey(cipher, material, openHalf));
    }

    /// The key as the server uses it.
    public static DataKey server(int keyId, DataCipher cipher, DataKeyMaterial material) {
        return new DataKey(keyId, cipher, material, SERVER_HALF, CLIENT_HALF);
    }

    /// The key as the client uses it.
    public static DataKey client(int keyId, DataCipher cipher, DataKeyMaterial material) {
        return new DataKey(keyId, cipher, material, CLIENT_HALF, SERVER_HALF);
    }

    public int keyId() {
        return keyId;
    }

    public DataCipher cipher() {
        return cipher;
    }

    /// Writes a data packet at the output's position and moves it behind the packet.
    ///
    /// @param peerId for DATA_V2, or [DataHeader#NO_PEER_ID] for DATA_V1
    /// @param payload position to limit, 1 to [#MAX_PAYLOAD] bytes; is consumed
    /// @param out has the payload's length and [#SEAL_ROOM] bytes left
    /// @return false if this key has used up its packet ids: nothing was written, and nothing can
    ///   be sent until a newer key is there
    public boolean seal(int peerId, ByteBuffer payload, ByteBuffer out) {
        return sealer.seal(peerId, payload, out);
    }

    /// Verifies and decrypts a data packet of this key id, writes its payload at the output's
    /// position and moves that behind it. The packet's content does not change.
    ///
    /// @param packet position to limit, is consumed only when it was opened
    /// @param out has at least the packet's length left
    public Opening open(ByteBuffer packet, ByteBuffer out) {
        return opener.open(packet, out);
    }

    /// Whether so much was sealed or opened that a new key should be negotiated now.
    public boolean wantsRekey() {
        return sealer.wantsRekey() || opener.wantsRekey();
    }
}
