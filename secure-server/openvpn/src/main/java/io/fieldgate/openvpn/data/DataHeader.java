package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;

/// The clear fields of a data packet, read where they stand.
///
/// ```
///  DATA_V1   opcode:5 keyId:3               | packetId u32 | tag[16] | ciphertext
///  DATA_V2   opcode:5 keyId:3 | peerId u24  | packetId u32 | tag[16] | ciphertext
/// ```
public final class DataHeader {
    /// A peer id that names nobody; as argument to [DataKey#seal] it chooses DATA_V1.
    public static final int NO_PEER_ID = -1;

    /// Largest peer id that can be given to a peer.
    public static final int MAX_PEER_ID = 0xfffffe;

    static final int V1_LENGTH = 1;
    static final int V2_LENGTH = 4;

    private DataHeader() {}

    /// The peer id of a DATA_V2 packet at the buffer's position, or [#NO_PEER_ID] when the packet
    /// is too short to have one.
    public static int peerId(ByteBuffer packet) {
        if (packet.remaining() < V2_LENGTH) {
            return NO_PEER_ID;
        }
        int start = packet.position();
        return (packet.get(start + 1) & 0xff) << 16
                | (packet.get(start + 2) & 0xff) << 8
                | (packet.get(start + 3) & 0xff);
    }
}
