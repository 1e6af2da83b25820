package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;

/// The first field of a data packet, read where it stands. [DataFormat] shows what follows.
///
/// ```
///  DATA_V1   opcode:5 keyId:3
///  DATA_V2   opcode:5 keyId:3 | peerId u24
/// ```
public final class DataHeader {
    /// A peer id that names nobody; as argument to [DataKey#seal] it chooses DATA_V1.
    public static final int NO_PEER_ID = -1;

    /// Largest peer id that can be given to a peer.
    public static final int MAX_PEER_ID = 0xfffffe;

    /// On the wire, a peer id that says nothing.
    static final int UNUSED_PEER_ID = 0xffffff;

    static final int V1_LENGTH = 1;
    static final int V2_LENGTH = 4;

    private DataHeader() {}

    /// The peer id of the DATA_V2 packet at the buffer's position, or [#NO_PEER_ID] when it is
    /// something else or too short.
    public static int peerId(ByteBuffer packet) {
        if (packet.remaining() < V2_LENGTH || lengthIn(packet) != V2_LENGTH) {
            return NO_PEER_ID;
        }
        return packet.getInt(packet.position()) & UNUSED_PEER_ID;
    }

    /// Whether the packet at the buffer's position, which has at least one byte, is a data packet.
    public static boolean isData(ByteBuffer packet) {
        return lengthIn(packet) != 0;
    }

    /// How long the header is that the first byte announces; 0 if it is no data packet's.
    static int lengthIn(ByteBuffer packet) {
        int code = (packet.get(packet.position()) & 0xff) >>> 3;
        if (code == Opcode.DATA_V2.code()) {
            return V2_LENGTH;
        }
        return code == Opcode.DATA_V1.code() ? V1_LENGTH : 0;
    }

    static int keyIdIn(ByteBuffer packet) {
        return Opcode.keyIdOfFirstByte(packet.get(packet.position()));
    }

    /// Writes a header and returns its length.
    static int write(int keyId, int peerId, ByteBuffer out) {
        if (peerId == NO_PEER_ID) {
            out.put(Opcode.DATA_V1.firstByte(keyId));
            return V1_LENGTH;
        }
        out.putInt((Opcode.DATA_V2.firstByte(keyId) & 0xff) << 24 | (peerId & 0xffffff));
        return V2_LENGTH;
    }
}
