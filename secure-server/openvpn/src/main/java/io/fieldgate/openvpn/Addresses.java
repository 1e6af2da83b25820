package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Digits;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Addresses in text from a peer. Literals only; nothing is ever looked up.
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final int MAX_PORT = 65535;

    private Addresses() {}

    static Optional<Inet4Address> ipv4(String text) {
        return IPV4.matcher(text).matches()
                ? literal(text).map(Inet4Address.class::cast)
                : Optional.empty();
    }

    static Optional<Inet6Address> ipv6(String text) {
        return text.indexOf(':') >= 0 && IPV6.matcher(text).matches()
                ? literal(text).filter(Inet6Address.class::isInstance).map(Inet6Address.class::cast)
                : Optional.empty();
    }

    static Optional<InetAddress> any(String text) {
        return ipv4(text).<InetAddress>map(a -> a).or(() -> ipv6(text));
    }

    /// An address, or one with a port: `1.2.3.4:53`, `[fd00::1]:53`.
    static Optional<InetSocketAddress> withPort(String text, int defaultPort) {
        Optional<InetAddress> bare = any(text);
        if (bare.isPresent()) {
            return Optional.of(new InetSocketAddress(bare.get(), defaultPort));
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        OptionalLong port = Digits.parse(text.substring(colon + 1));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        Optional<InetAddress> address =
                bracketed
                        ? ipv6(host.substring(1, host.length() - 1)).map(a -> a)
                        : ipv4(host).map(a -> a);
        return port.isEmpty() || port.getAsLong() < 1 || port.getAsLong() > MAX_PORT
                ? Optional.empty()
                : address.map(a -> new InetSocketAddress(a, (int) port.getAsLong()));
    }

    /// The prefix length of a netmask; empty if its ones do not stand together.
    static OptionalInt prefixLength(Inet4Address netmask) {
        int mask = ByteBuffer.wrap(netmask.getAddress()).getInt();
        int ones = Integer.numberOfLeadingZeros(~mask);
        return Integer.bitCount(mask) == ones ? OptionalInt.of(ones) : OptionalInt.empty();
    }

    /// Whether all bits behind the prefix are zero.
    static boolean isNetwork(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int bit = prefixLength; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & 0x80 >>> bit % Byte.SIZE) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
