package io.fieldgate.server.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A program for the kernel that decides which socket of a group that shares an address gets a
/// datagram (SO_ATTACH_REUSEPORT_CBPF of socket(7)): data packets that bear a peer id go to the
/// socket with the number that is the remainder of that id; all else, such as handshakes, goes to
/// the first. Classic BPF, which needs no privileges; positions count from the UDP payload.
final class LaneSteering {
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;

    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_WORD = 0x20;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int AND = 0x54;
    private static final int REMAINDER = 0x94;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN_ACCUMULATOR = 0x16;
    private static final int RETURN = 0x06;

    private static final int OPCODE_SHIFT = 3;
    private static final int DATA_V2 = 9;
    private static final int PEER_ID = 0xffffff;

    /// Octets of `struct sock_filter` and `struct sock_fprog`.
    private static final int INSTRUCTION = 8;

    private static final int PROGRAM = 16;
    private static final int PROGRAM_CODE = 8;

    private LaneSteering() {}

    /// Has the kernel spread the datagrams of a group.
    ///
    /// @param descriptor any socket of the group
    /// @param lanes how many sockets the group has, in the order in which they were bound
    /// @return whether the kernel does
    static boolean attach(NativeSockets sockets, int descriptor, int lanes) {
        try (Arena arena = Arena.ofConfined()) {
            int[][] code = {
                {LOAD_BYTE, 0, 0, 0},
                {SHIFT_RIGHT, 0, 0, OPCODE_SHIFT},
                {JUMP_IF_EQUAL, 1, 0, DATA_V2},
                {RETURN, 0, 0, 0},
                {LOAD_WORD, 0, 0, 0},
                {AND, 0, 0, PEER_ID},
                {REMAINDER, 0, 0, lanes},
                {RETURN_ACCUMULATOR, 0, 0, 0}
            };
            MemorySegment instructions = arena.allocate((long) code.length * INSTRUCTION, 8);
            for (int i = 0; i < code.length; i++) {
                long at = (long) i * INSTRUCTION;
                instructions.set(ValueLayout.JAVA_SHORT, at, (short) code[i][0]);
                instructions.set(ValueLayout.JAVA_BYTE, at + 2, (byte) code[i][1]);
                instructions.set(ValueLayout.JAVA_BYTE, at + 3, (byte) code[i][2]);
                instructions.set(ValueLayout.JAVA_INT, at + 4, code[i][3]);
            }
            MemorySegment program = arena.allocate(PROGRAM, 8);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) code.length);
            program.set(ValueLayout.JAVA_LONG, PROGRAM_CODE, instructions.address());
            return sockets.set(
                    descriptor, NativeSockets.SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program);
        }
    }
}
