package io.fieldgate.server.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Memory for the datagrams that one system call receives, and what it said of them. A run of
/// datagrams of the same length from the same sender comes as one message. Shared by the ports of a
/// worker.
final class ReceiveBatch {
    private static final int MESSAGES = 32;
    private static final int LONGEST = 1 << 16;

    private final MessageHeaders headers;
    private final ByteBuffer memory;
    private final AddressBook addresses = new AddressBook();

    /// Messages that the last call may have written to.
    private int written = MESSAGES;

    ReceiveBatch(Arena arena) {
        headers = new MessageHeaders(arena, MESSAGES, MESSAGES);
        MemorySegment buffers = arena.allocate((long) MESSAGES * LONGEST);
        memory = buffers.asByteBuffer();
        for (int i = 0; i < MESSAGES; i++) {
            headers.buffer(i, buffers.address() + (long) i * LONGEST, LONGEST);
            headers.buffers(i, i, 1);
        }
    }

    /// Receives what is there.
    ///
    /// @return how many messages; -1 if none, with the reason in the sockets' error
    int receive(NativeSockets sockets, int descriptor) {
        for (int i = 0; i < written; i++) {
            headers.nameLength(i, KnownAddress.LENGTH);
            headers.expectControl(i);
        }
        int messages = sockets.receive(descriptor, headers.from(0), MESSAGES);
        written = Math.max(messages, 1);
        return messages;
    }

    /// Whether more may be there after so many.
    static boolean isFull(int messages) {
        return messages == MESSAGES;
    }

    /// Hands out the datagrams of a message, in their order.
    ///
    /// @return how many
    int deliver(int message, long nowNanos, DatagramSender port, PacketHandler handler) {
        int start = message * LONGEST;
        int end = start + headers.length(message);
        int segment = headers.segmentLength(message);
        if (end == start || segment <= 0) {
            return 0;
        }
        KnownAddress from = addresses.at(headers.names(), MessageHeaders.nameAt(message));
        int datagrams = 0;
        for (int at = start; at < end; at += segment) {
            memory.limit(Math.min(at + segment, end)).position(at);
            handler.datagram(nowNanos, port, from, memory);
            datagrams++;
        }
        return datagrams;
    }
}
