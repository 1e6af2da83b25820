package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The two directions of the data channel under one key id, in one of the formats.
///
/// Owned by one thread. Buffers are the caller's; nothing of them is kept.
public sealed interface DataKey permits AeadDataKey, EpochDataKey, CbcDataKey {
    /// Longest payload, in bytes.
    int MAX_PAYLOAD = 2048;

    /// Free bytes that [#seal] needs in its output beyond the payload's length, whatever the
    /// format: the packet's overhead, and room to work in.
    int SEAL_ROOM = 128;

    /// The key of a new exchange with OpenVPN's own replay window.
    ///
    /// @param client whether this end is the client
    /// @param material is not kept and may be erased
    /// @param random unpredictable; only the CBC format uses it, for each packet's IV
    static DataKey create(
            DataFormat format,
            boolean client,
            int keyId,
            DataKeyMaterial material,
            RandomGenerator random) {
        return create(format, client, keyId, material, random, ReplayWindow.STOCK, AeadHome.JDK);
    }

    /// The key of a new exchange.
    ///
    /// @param window how late packets may come; a larger one helps peers with several send queues
    /// @param home does the AEAD formats' work
    static DataKey create(
            DataFormat format,
            boolean client,
            int keyId,
            DataKeyMaterial material,
            RandomGenerator random,
            ReplayWindow.Size window,
            AeadHome home) {
        KeyHalf seal = new KeyHalf(material, client);
        KeyHalf open = new KeyHalf(material, !client);
        return switch (format) {
            case DataFormat.Aead(DataCipher cipher) ->
                    new AeadDataKey(cipher, keyId, seal, open, window, home);
            case DataFormat.Epoch(DataCipher cipher) ->
                    new EpochDataKey(
                            cipher,
                            keyId,
                            EpochSecret.first(seal),
                            EpochSecret.first(open),
                            window,
                            home);
            case DataFormat.Cbc cbc -> new CbcDataKey(cbc, keyId, seal, open, random, window);
        };
    }

    /// 0 to 7.
    int keyId();

    /// Writes a data packet at the output's position and moves it behind the packet.
    ///
    /// @param peerId for DATA_V2, or [DataHeader#NO_PEER_ID] for DATA_V1 (which the epoch format
    ///   does not have: there it is a DATA_V2 that names nobody)
    /// @param payload position to limit, 1 to [#MAX_PAYLOAD] bytes; is consumed
    /// @param out has the payload's length and [#SEAL_ROOM] bytes left
    /// @return false if this key has used up its packet ids: nothing was written, and nothing can
    ///   be sent until a newer key is there
    boolean seal(int peerId, ByteBuffer payload, ByteBuffer out);

    /// Verifies and decrypts a data packet of this key id, writes its payload at the output's
    /// position and moves that behind it. The packet's content does not change. A packet that is
    /// not opened changes nothing at all.
    ///
    /// @param packet position to limit, is consumed only when it was opened
    /// @param out has at least the packet's length left, or [#MAX_PAYLOAD] and [#SEAL_ROOM]
    Opening open(long nowNanos, ByteBuffer packet, ByteBuffer out);

    /// Whether so much was sealed or opened that a new key should be negotiated now.
    boolean wantsRekey();
}
