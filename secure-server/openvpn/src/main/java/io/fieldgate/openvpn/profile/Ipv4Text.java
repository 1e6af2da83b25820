package io.fieldgate.openvpn.profile;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// IPv4 addresses in their one canonical form: four decimal numbers without leading zeros.
final class Ipv4Text {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

    private Ipv4Text() {}

    static OptionalInt parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                return OptionalInt.empty();
            }
            address = address << 8 | octet;
        }
        return OptionalInt.of(address);
    }
}
