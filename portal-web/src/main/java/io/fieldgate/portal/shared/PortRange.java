package io.fieldgate.portal.shared;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of ports, written `FIRST-LAST`, both included.
public record PortRange(int first, int last) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    public PortRange {
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException(
                    "a port range is FIRST-LAST, from 1 to 65535, not " + first + "-" + last);
        }
    }

    /// Parses `FIRST-LAST`.
    public static PortRange valueOf(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a port range is FIRST-LAST, such as 1194-1693, not " + text);
        }
        return new PortRange(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
