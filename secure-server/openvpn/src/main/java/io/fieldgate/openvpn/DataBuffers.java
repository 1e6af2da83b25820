package io.fieldgate.openvpn;

import io.fieldgate.openvpn.data.DataKey;
import java.nio.ByteBuffer;

/// Memory for one packet on its way in and one on its way out. All tunnels that a thread serves can
/// share it: what is in it counts only until the next packet is worked on.
///
/// @param opened for the payload of a received packet
/// @param sealed for a packet to be sent
record DataBuffers(ByteBuffer opened, ByteBuffer sealed) {
    private static final int LENGTH = DataKey.MAX_PAYLOAD + DataKey.SEAL_ROOM;

    /// For a tunnel of its own.
    static DataBuffers onHeap() {
        return new DataBuffers(ByteBuffer.allocate(LENGTH), ByteBuffer.allocate(LENGTH));
    }

    /// Outside the heap, where the system's libraries can work.
    static DataBuffers direct() {
        return new DataBuffers(
                ByteBuffer.allocateDirect(LENGTH), ByteBuffer.allocateDirect(LENGTH));
    }
}
