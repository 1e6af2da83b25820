package io.fieldgate.server.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A network in CIDR form, IPv4 or IPv6, without host bits.
///
/// @param ipv6 the address family
/// @param high the upper 64 bits of an IPv6 address; 0 for IPv4
/// @param low the lower 64 bits of an IPv6 address; the 32 bits of an IPv4 address
/// @param length prefix length, 0 to 32 or 128
public record Prefix(boolean ipv6, long high, long low, int length) implements Comparable<Prefix> {
    private static final int MAX_TEXT = 64;

    public Prefix {
        if (length < 0 || length > (ipv6 ? 128 : 32)) {
            throw new IllegalArgumentException("prefix length out of range");
        }
        int hostBits = (ipv6 ? 128 : 32) - length;
        high &= ~highMask(hostBits);
        low &= ~lowMask(hostBits);
    }

    /// An IPv4 network; host bits are cleared.
    public static Prefix ipv4(int address, int length) {
        return new Prefix(false, 0, Integer.toUnsignedLong(address), length);
    }

    /// Reads `address/length` or a bare address; host bits are cleared. Empty for everything else:
    /// names, octal or shortened addresses, zones, blanks.
    public static Optional<Prefix> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean ipv6 = address.indexOf(':') >= 0;
        int width = ipv6 ? 128 : 32;
        int length = slash < 0 ? width : decimal(text.substring(slash + 1), width);
        if (length < 0) {
            return Optional.empty();
        }
        return ipv6 ? parseIpv6(address, length) : parseIpv4(address, length);
    }

    /// The last address of the network, as upper and lower half.
    long lastHigh() {
        return high | highMask((ipv6 ? 128 : 32) - length);
    }

    long lastLow() {
        return low | lowMask((ipv6 ? 128 : 32) - length);
    }

    /// The network's address as 32 bits.
    ///
    /// @throws IllegalStateException if it is IPv6
    public int ipv4Address() {
        if (ipv6) {
            throw new IllegalStateException("not an IPv4 network");
        }
        return (int) low;
    }

    /// The network's address as the JDK's type.
    public InetAddress toInetAddress() {
        return ipv6 ? Ipv6Text.toInetAddress(high, low) : Ipv4Text.toInetAddress((int) low);
    }

    /// Whether it is more than one address.
    public boolean canSplit() {
        return length < (ipv6 ? 128 : 32);
    }

    /// The half with the lower addresses.
    ///
    /// @throws IllegalArgumentException if it is one address
    public Prefix lowerHalf() {
        return new Prefix(ipv6, high, low, length + 1);
    }

    /// The half with the upper addresses.
    ///
    /// @throws IllegalArgumentException if it is one address
    public Prefix upperHalf() {
        return new Prefix(ipv6, lastHigh(), lastLow(), length + 1);
    }

    /// Whether all of `other` lies in this network.
    public boolean contains(Prefix other) {
        return ipv6 == other.ipv6
                && length <= other.length
                && (other.high & ~highMask((ipv6 ? 128 : 32) - length)) == high
                && (other.low & ~lowMask((ipv6 ? 128 : 32) - length)) == low;
    }

    /// Whether the two have an address in common.
    public boolean overlaps(Prefix other) {
        return contains(other) || other.contains(this);
    }

    // Written out, for most starts need them: what the JVM makes for a record's own takes some 30
    // ms.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Prefix(boolean v6, long otherHigh, long otherLow, int bits)
                && ipv6 == v6
                && high == otherHigh
                && low == otherLow
                && length == bits;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(high) + Long.hashCode(low)) + length;
    }

    @Override
    public int compareTo(Prefix other) {
        int order = Boolean.compare(ipv6, other.ipv6);
        if (order == 0) {
            order = Long.compareUnsigned(high, other.high);
        }
        if (order == 0) {
            order = Long.compareUnsigned(low, other.low);
        }
        return order == 0 ? Integer.compare(length, other.length) : order;
    }

    /// Canonical CIDR form.
    @Override
    public String toString() {
        return (ipv6 ? Ipv6Text.of(high, low) : Ipv4Text.of((int) low)) + "/" + length;
    }

    private static Optional<Prefix> parseIpv4(String text, int length) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int address = 0;
        for (String part : parts) {
            int octet = decimal(part, 255);
            if (octet < 0) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        return Optional.of(ipv4(address, length));
    }

    private static Optional<Prefix> parseIpv6(String text, int length) {
        if (!text.chars().allMatch(c -> HexFormat.isHexDigit(c) || c == ':')) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Inet6Address.ofLiteral(text).getAddress());
            if (bytes.remaining() != 16) {
                return Optional.empty();
            }
            return Optional.of(new Prefix(true, bytes.getLong(), bytes.getLong(), length));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// A decimal number without sign or leading zero, or -1.
    private static int decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= max ? value : -1;
    }

    private static long highMask(int hostBits) {
        return hostBits <= 64 ? 0 : hostBits == 128 ? -1 : (1L << (hostBits - 64)) - 1;
    }

    private static long lowMask(int hostBits) {
        return hostBits >= 64 ? -1 : (1L << hostBits) - 1;
    }
}
