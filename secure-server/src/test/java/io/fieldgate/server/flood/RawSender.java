package io.fieldgate.server.flood;

import io.fieldgate.server.support.LibC;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfShort;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.List;

/// Sends datagrams with source addresses of its choice, many with one call.
final class RawSender {
    /// So many packets with one call at most.
    static final int BATCH = 64;

    private static final int SLOT = 2048;
    private static final int IP_HEADER = 20;
    private static final int HEADERS = 28;
    private static final int MESSAGE = 64;
    private static final int VECTOR = 16;
    private static final int ADDRESS_LENGTH = 16;
    private static final OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int socket = LibC.rawSocket();
    private final int target;
    private final int targetPort;
    private final MemorySegment[] payloads;
    private final MemorySegment packets;
    private final MemorySegment vectors;
    private final MemorySegment messages;

    /// @param payloads what will be sent, by index
    RawSender(Inet4Address target, int targetPort, List<byte[]> payloads) throws IOException {
        Arena arena = Arena.global();
        this.target = number(target);
        this.targetPort = targetPort;
        this.payloads = payloads.stream().map(MemorySegment::ofArray).toArray(MemorySegment[]::new);
        packets = arena.allocate((long) BATCH * SLOT, 8);
        vectors = arena.allocate((long) BATCH * VECTOR, 8);
        messages = arena.allocate((long) BATCH * MESSAGE, 8);
        MemorySegment name = arena.allocate(ADDRESS_LENGTH, 8);
        name.set(ValueLayout.JAVA_SHORT, 0, (short) 2); // AF_INET
        name.set(INT, 4, this.target);
        for (int i = 0; i < BATCH; i++) {
            // struct iovec { base, length } and struct msghdr { name, namelen, iov, iovlen, ... }
            vectors.set(ValueLayout.ADDRESS, (long) i * VECTOR, packets.asSlice((long) i * SLOT));
            MemorySegment message = messages.asSlice((long) i * MESSAGE, MESSAGE);
            message.set(ValueLayout.ADDRESS, 0, name);
            message.set(ValueLayout.JAVA_INT, 8, ADDRESS_LENGTH);
            message.set(ValueLayout.ADDRESS, 16, vectors.asSlice((long) i * VECTOR));
            message.set(ValueLayout.JAVA_LONG, 24, 1);
        }
    }

    /// Puts a datagram into the batch.
    ///
    /// @param at place in the batch, from 0
    /// @param source an IPv4 address as a number
    void put(int at, int source, int sourcePort, int payload) {
        MemorySegment data = payloads[payload];
        int length = HEADERS + (int) data.byteSize();
        long start = (long) at * SLOT;
        packets.set(INT, start, 0x45000000 | length);
        packets.set(INT, start + 4, 0);
        packets.set(INT, start + 8, 64 << 24 | 17 << 16); // TTL, UDP; the kernel adds the checksum
        packets.set(INT, start + 12, source);
        packets.set(INT, start + 16, target);
        packets.set(SHORT, start + IP_HEADER, (short) sourcePort);
        packets.set(SHORT, start + IP_HEADER + 2, (short) targetPort);
        packets.set(INT, start + IP_HEADER + 4, (length - IP_HEADER) << 16); // no UDP checksum
        MemorySegment.copy(data, 0, packets, start + HEADERS, data.byteSize());
        vectors.set(ValueLayout.JAVA_LONG, (long) at * VECTOR + 8, length);
    }

    /// Sends the first ones of the batch.
    ///
    /// @return how many went out
    int send(int count) {
        return Math.max(0, LibC.sendMessages(socket, messages, count));
    }

    static int number(Inet4Address address) {
        return java.nio.ByteBuffer.wrap(address.getAddress()).getInt();
    }

    static Inet4Address address(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }
}
