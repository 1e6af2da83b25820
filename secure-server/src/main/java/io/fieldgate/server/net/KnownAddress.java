package io.fieldgate.server.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// A remote address that remembers how the kernel writes it (`struct sockaddr_in6`, IPv4 as mapped
/// addresses), so that nothing has to be converted for a packet.
///
/// ```
///  family u16 | port u16 | flow u32 | address[16] | scope u32
/// ```
@SuppressWarnings("serial") // never is
final class KnownAddress extends InetSocketAddress {
    static final int LENGTH = 28;
    static final short AF_INET6 = 10;

    private static final long AT_PORT = 2;
    private static final long AT_FLOW = 4;
    private static final long AT_HIGH = 8;
    private static final long AT_LOW = 16;
    private static final long AT_SCOPE = 24;

    private final short rawPort;
    private final long high;
    private final long low;
    private final int scope;

    private KnownAddress(InetAddress address, short rawPort, long high, long low, int scope) {
        super(address, Short.toUnsignedInt(Short.reverseBytes(rawPort)));
        this.rawPort = rawPort;
        this.high = high;
        this.low = low;
        this.scope = scope;
    }

    /// Reads what the kernel wrote.
    static KnownAddress read(MemorySegment memory, long at) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        long high = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_HIGH);
        long low = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_LOW);
        int scope = memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + AT_SCOPE);
        bytes.putLong(Long.reverseBytes(high)).putLong(Long.reverseBytes(low));
        try {
            InetAddress address =
                    scope == 0
                            ? InetAddress.getByAddress(bytes.array())
                            : Inet6Address.getByAddress(null, bytes.array(), scope);
            short port = memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + AT_PORT);
            return new KnownAddress(address, port, high, low, scope);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("16 bytes are an address", impossible);
        }
    }

    /// The same address, known.
    static KnownAddress of(InetSocketAddress address) {
        if (address instanceof KnownAddress known) {
            return known;
        }
        byte[] bytes = address.getAddress().getAddress();
        ByteBuffer raw = ByteBuffer.allocate(16);
        if (bytes.length == 4) {
            raw.putInt(8, 0xffff).position(12);
        }
        raw.put(bytes);
        return new KnownAddress(
                address.getAddress(),
                Short.reverseBytes((short) address.getPort()),
                Long.reverseBytes(raw.getLong(0)),
                Long.reverseBytes(raw.getLong(8)),
                address.getAddress() instanceof Inet6Address v6 ? v6.getScopeId() : 0);
    }

    void write(MemorySegment memory, long at) {
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, AF_INET6);
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + AT_PORT, rawPort);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at + AT_FLOW, 0);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_HIGH, high);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_LOW, low);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at + AT_SCOPE, scope);
    }

    boolean isAt(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_LOW) == low
                && memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_HIGH) == high
                && memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + AT_PORT) == rawPort
                && memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + AT_SCOPE) == scope;
    }

    boolean isSameAs(KnownAddress other) {
        return other.low == low
                && other.high == high
                && other.rawPort == rawPort
                && other.scope == scope;
    }

    int mixed() {
        return mix(low, high, rawPort);
    }

    /// A hash of the address that stands there.
    static int mixedAt(MemorySegment memory, long at) {
        return mix(
                memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_LOW),
                memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + AT_HIGH),
                memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + AT_PORT));
    }

    private static int mix(long low, long high, short port) {
        long mixed = (low ^ high * 31 ^ (long) port << 17) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 40);
    }
}
