package io.fieldgate.openvpn;

import io.fieldgate.openvpn.data.DataKey;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// Memory for one packet on its way in and one on its way out. All tunnels that a thread works on
/// can share it: what is in it counts only until the next packet is worked on.
///
/// @param opened for the payload of a received packet
/// @param sealed for a packet to be sent
record DataBuffers(ByteBuffer opened, ByteBuffer sealed) {
    private static final int LENGTH = DataKey.MAX_PAYLOAD + DataKey.SEAL_ROOM;

    /// For a tunnel of its own: the same, always.
    static Supplier<DataBuffers> ofOneTunnel() {
        DataBuffers own = new DataBuffers(ByteBuffer.allocate(LENGTH), ByteBuffer.allocate(LENGTH));
        return () -> own;
    }

    /// For all tunnels of a server: those of the thread that asks. Outside the heap, where the
    /// system's libraries can work.
    static Supplier<DataBuffers> ofEachThread() {
        return ThreadLocal.withInitial(DataBuffers::direct)::get;
    }

    private static DataBuffers direct() {
        return new DataBuffers(
                ByteBuffer.allocateDirect(LENGTH), ByteBuffer.allocateDirect(LENGTH));
    }
}
