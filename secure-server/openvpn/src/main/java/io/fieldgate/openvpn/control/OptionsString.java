package io.fieldgate.openvpn.control;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The options string (OCC) that both ends exchange in key method 2 and compare.
public final class OptionsString {
    /// What we say to a client that says nothing.
    static final String DEFAULT =
            "V4,dev-type tun,link-mtu 1549,tun-mtu 1500,proto UDPv4,auth SHA256,keysize 256,"
                    + "key-method 2,tls-server";

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,500}");

    private final String text;
    private final Map<String, String> options = new HashMap<>();

    public OptionsString(String text) {
        this.text = text;
        for (String option : text.split(",", 64)) {
            int blank = option.indexOf(' ');
            if (blank < 0) {
                options.put(option, "");
            } else {
                options.put(option.substring(0, blank), option.substring(blank + 1));
            }
        }
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /// The rest of the option after its name; empty if absent.
    public String argument(String option) {
        return options.getOrDefault(option, "");
    }

    /// The answer that no client warns about: its own string, seen from the other end.
    public String mirrored() {
        if (!PRINTABLE.matcher(text).matches()) {
            return DEFAULT;
        }
        StringBuilder mirrored = new StringBuilder(text.length());
        for (String option : text.split(",", -1)) {
            if (mirrored.length() > 0) {
                mirrored.append(',');
            }
            mirrored.append(mirror(option));
        }
        return mirrored.toString();
    }

    private static String mirror(String option) {
        return switch (option) {
            case "tls-client" -> "tls-server";
            case "keydir 1" -> "keydir 0";
            case "keydir 0" -> "keydir 1";
            default ->
                    option.startsWith("proto ") && option.endsWith("_CLIENT")
                            ? option.substring(0, option.length() - 6) + "SERVER"
                            : option;
        };
    }
}
