package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/// The receiving direction of a [DataKey]: authenticates, then refuses replays.
final class DataOpener {
    /// Larger than OpenVPN's own: senders with several queues reorder more.
    static final int WINDOW = 1024;

    private static final int PACKET_ID_LENGTH = 4;

    private final DirectionKey key;
    private final ReplayWindow window = new ReplayWindow(WINDOW);
    private final byte[] associated = new byte[DataHeader.V2_LENGTH + PACKET_ID_LENGTH];
    private final byte[] sealed = new byte[DataKey.MAX_PAYLOAD + DataCipher.TAG_LENGTH];
    private boolean nearWrap;

    DataOpener(DirectionKey key) {
        this.key = key;
    }

    boolean wantsRekey() {
        return nearWrap || key.isWorn();
    }

    Opening open(ByteBuffer packet, ByteBuffer out) {
        int start = packet.position();
        if (!packet.hasRemaining()) {
            return Opening.TOO_SHORT;
        }
        int code = (packet.get(start) & 0xff) >>> 3;
        boolean v2 = code == Opcode.DATA_V2.code();
        if (!v2 && code != Opcode.DATA_V1.code()) {
            return Opening.WRONG_OPCODE;
        }
        int idAt = start + (v2 ? DataHeader.V2_LENGTH : DataHeader.V1_LENGTH);
        int tagAt = idAt + PACKET_ID_LENGTH;
        int payloadAt = tagAt + DataCipher.TAG_LENGTH;
        int length = packet.limit() - payloadAt;
        if (length < 1) {
            return Opening.TOO_SHORT;
        }
        if (length > DataKey.MAX_PAYLOAD) {
            return Opening.TOO_LONG;
        }
        // DATA_V1 does not authenticate its header byte.
        int associatedAt = v2 ? start : idAt;
        int associatedLength = tagAt - associatedAt;
        packet.get(associatedAt, associated, 0, associatedLength);
        int packetId = packetId(associatedLength - PACKET_ID_LENGTH);
        // Cheap first look; the window itself moves only for authentic packets.
        if (!window.mayAccept(packetId)) {
            return Opening.REPLAYED;
        }
        packet.get(payloadAt, sealed, 0, length);
        packet.get(tagAt, sealed, length, DataCipher.TAG_LENGTH);
        if (!decrypt(packetId, associatedLength, length, out)) {
            return Opening.BAD_TAG;
        }
        window.accept(packetId);
        nearWrap |= Integer.toUnsignedLong(packetId) >= DirectionKey.REKEY_PACKET_ID;
        key.count(length);
        packet.position(packet.limit());
        return Opening.OPENED;
    }

    private int packetId(int at) {
        return (associated[at] & 0xff) << 24
                | (associated[at + 1] & 0xff) << 16
                | (associated[at + 2] & 0xff) << 8
                | (associated[at + 3] & 0xff);
    }

    private boolean decrypt(int packetId, int associatedLength, int length, ByteBuffer out) {
        int outStart = out.position();
        try {
            key.start(Cipher.DECRYPT_MODE, packetId);
            key.cipher.updateAAD(associated, 0, associatedLength);
            ByteBuffer in = ByteBuffer.wrap(sealed, 0, length + DataCipher.TAG_LENGTH);
            key.cipher.doFinal(in, out);
            return true;
        } catch (AEADBadTagException _) {
            out.position(outStart);
            return false;
        } catch (GeneralSecurityException e) {
            out.position(outStart);
            throw new IllegalStateException("AEAD refused to open", e);
        }
    }
}
