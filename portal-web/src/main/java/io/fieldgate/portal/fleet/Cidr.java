package io.fieldgate.portal.fleet;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 prefix in canonical form: no bit is set behind its length.
///
/// @param width bits of an address: 32 or 128
/// @param address the network address, as a number
/// @param length prefix length, 0 to `width`
public record Cidr(int width, BigInteger address, int length) {
    private static final int IPV4 = 32;
    private static final int IPV6 = 128;
    private static final int GROUPS = 8;

    private static final Pattern FORM_IPV4 =
            Pattern.compile(
                    "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?");

    private static final Pattern FORM_IPV6 =
            Pattern.compile("([0-9A-Fa-f:]{2,39})(?:/(0|[1-9][0-9]{0,2}))?");

    public Cidr {
        if (length < 0 || length > width || !address.equals(cut(address, width - length))) {
            throw new IllegalArgumentException("not a canonical prefix");
        }
    }

    /// An IPv4 prefix.
    ///
    /// @param address the network address, as a 32-bit number
    static Cidr ipv4(int address, int length) {
        return new Cidr(IPV4, BigInteger.valueOf(Integer.toUnsignedLong(address)), length);
    }

    /// An IPv6 prefix.
    static Cidr ipv6(BigInteger address, int length) {
        return new Cidr(IPV6, address, length);
    }

    /// Parses `address/length`, or an address alone as a prefix of one address.
    ///
    /// Empty when it is none. Bits behind the length are cleared.
    public static Optional<Cidr> parse(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    public boolean isIpv6() {
        return width == IPV6;
    }

    public boolean overlaps(Cidr other) {
        int host = width - Math.min(length, other.length);
        return width == other.width && cut(address, host).equals(cut(other.address, host));
    }

    /// The last address, as a number.
    BigInteger last() {
        return address.add(size()).subtract(BigInteger.ONE);
    }

    /// How many addresses it has.
    BigInteger size() {
        return BigInteger.ONE.shiftLeft(width - length);
    }

    /// Its two halves; itself if it is a single address.
    List<Cidr> halves() {
        return length == width
                ? List.of(this)
                : List.of(
                        new Cidr(width, address, length + 1),
                        new Cidr(width, address.add(size().shiftRight(1)), length + 1));
    }

    /// Whether the other lies within this one, or is the same.
    public boolean contains(Cidr other) {
        return length <= other.length && overlaps(other);
    }

    /// The address alone, as text (IPv6: RFC 5952).
    public String addressText() {
        return isIpv6() ? ipv6Text(address) : dotted(address.intValue());
    }

    @Override
    public String toString() {
        return addressText() + "/" + length;
    }

    private static Optional<Cidr> parseIpv4(String text) {
        Matcher matcher = FORM_IPV4.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            String group = matcher.group(i);
            int octet = Integer.parseInt(group);
            if (octet > 255 || (group.length() > 1 && group.startsWith("0"))) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        return canonical(IPV4, BigInteger.valueOf(address), matcher.group(5));
    }

    private static Optional<Cidr> parseIpv6(String text) {
        Matcher matcher = FORM_IPV6.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Inet6Address.ofLiteral(matcher.group(1)).getAddress();
            // A mapped IPv4 address comes out as IPv4.
            return bytes.length * Byte.SIZE == IPV6
                    ? canonical(IPV6, new BigInteger(1, bytes), matcher.group(2))
                    : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<Cidr> canonical(
            int width, BigInteger address, @Nullable String length) {
        int bits = length == null ? width : Integer.parseInt(length);
        return bits > width
                ? Optional.empty()
                : Optional.of(new Cidr(width, cut(address, width - bits), bits));
    }

    private static BigInteger cut(BigInteger address, int hostBits) {
        return address.shiftRight(hostBits).shiftLeft(hostBits);
    }

    private static String dotted(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }

    /// Lower case, no leading zeros, the first of the longest runs of two or more zero groups
    /// shortened.
    private static String ipv6Text(BigInteger address) {
        String[] groups = new String[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            int group = address.shiftRight(16 * (GROUPS - 1 - i)).intValue() & 0xffff;
            groups[i] = Integer.toHexString(group);
        }
        int run = 1;
        int start = -1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end].equals("0")) {
                end++;
            }
            if (end - i > run) {
                run = end - i;
                start = i;
            }
        }
        if (start < 0) {
            return String.join(":", groups);
        }
        return String.join(":", Arrays.copyOfRange(groups, 0, start))
                + "::"
                + String.join(":", Arrays.copyOfRange(groups, start + run, GROUPS));
    }
}
