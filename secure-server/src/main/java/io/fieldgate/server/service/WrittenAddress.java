package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses written as a label of a name, with dashes: `192-168-1-10`, and `fd00-1--5` for
/// `fd00:1::5`.
final class WrittenAddress {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(-\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f]{0,4}(-[0-9a-f]{0,4}){2,8}");

    private WrittenAddress() {}

    /// The host that a label in lower case stands for; empty if it is no address.
    static Optional<Prefix> read(String label) {
        if (IPV4.matcher(label).matches()) {
            return Prefix.parse(label.replace('-', '.'));
        }
        return IPV6.matcher(label).matches()
                ? Prefix.parse(label.replace('-', ':'))
                : Optional.empty();
    }

    /// The label of a host. Never begins or ends with a dash, which host names may not.
    static String write(Prefix host) {
        String text = host.toString();
        String address = text.substring(0, text.indexOf('/'));
        if (!host.ipv6()) {
            return address.replace('.', '-');
        }
        String before = address.startsWith(":") ? "0" : "";
        String after = address.endsWith(":") ? "0" : "";
        return before + address.replace(':', '-') + after;
    }
}
