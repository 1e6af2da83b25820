package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A subnet behind a node, as the node announces it.
///
/// @param prefix canonical IPv4 CIDR form, such as `192.168.7.0/24`
public record AnnouncedSubnet(String prefix) {
    /// Name of the peer info variable in which a node lists its subnets, separated by blanks.
    public static final String VARIABLE = "UV_FIELDGATE_SUBNETS";

    /// OpenVPN 2 reads lines of at most 255 characters; this leaves room for the rest of the line.
    static final int MAX_JOINED_LENGTH = 220;

    private static final Pattern CIDR = Pattern.compile("([0-9.]{7,15})/(0|[1-9][0-9]?)");

    public AnnouncedSubnet {
        if (!isCanonical(prefix)) {
            throw new IllegalArgumentException("not a canonical IPv4 prefix");
        }
    }

    static String join(List<AnnouncedSubnet> subnets) {
        return subnets.stream().map(AnnouncedSubnet::prefix).collect(Collectors.joining(" "));
    }

    static boolean isCanonical(String prefix) {
        Matcher matcher = CIDR.matcher(prefix);
        if (!matcher.matches()) {
            return false;
        }
        OptionalInt address = Ipv4Text.parse(matcher.group(1));
        int length = Integer.parseInt(matcher.group(2));
        if (address.isEmpty() || length > 32) {
            return false;
        }
        long hostBits = (1L << (32 - length)) - 1;
        return (address.getAsInt() & hostBits) == 0;
    }
}
