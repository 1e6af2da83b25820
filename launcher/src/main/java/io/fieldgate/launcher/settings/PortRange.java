package io.fieldgate.launcher.settings;

import io.fieldgate.launcher.system.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ports that secure servers may listen on, both ends included; UDP and TCP alike.
public record PortRange(int first, int last) {
    public static final PortRange DEFAULT = new PortRange(1194, 1693);
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    /// @throws Refusal when it is not `FIRST-LAST` with ports from 1 to 65535 in order
    public static PortRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw wrong(text);
        }
        PortRange range =
                new PortRange(
                        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (range.first < 1 || range.last > 65535 || range.first > range.last) {
            throw wrong(text);
        }
        return range;
    }

    private static Refusal wrong(String text) {
        return new Refusal(
                "'%s' is not a range of ports. Example: --vpn-ports 1194-1693".formatted(text));
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
