package io.fieldgate.portal.fleet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An IPv4 prefix in canonical form: no bit is set behind its length.
///
/// @param address the network address, as a 32-bit number
/// @param length prefix length, 0 to 32
record Cidr(int address, int length) {
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?");

    Cidr {
        if (length < 0 || length > 32 || (address & ~mask(length)) != 0) {
            throw new IllegalArgumentException("not a canonical prefix");
        }
    }

    /// Parses `a.b.c.d/length`, or an address alone as a prefix of one address.
    ///
    /// Empty when it is none. Bits behind the length are cleared.
    static Optional<Cidr> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            String group = matcher.group(i);
            int octet = Integer.parseInt(group);
            if (octet > 255 || (group.length() > 1 && group.startsWith("0"))) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        int length = matcher.group(5) == null ? 32 : Integer.parseInt(matcher.group(5));
        return length > 32
                ? Optional.empty()
                : Optional.of(new Cidr(address & mask(length), length));
    }

    boolean overlaps(Cidr other) {
        int mask = mask(Math.min(length, other.length));
        return (address & mask) == (other.address & mask);
    }

    static String dotted(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }

    @Override
    public String toString() {
        return dotted(address) + "/" + length;
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }
}
