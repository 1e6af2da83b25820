package io.fieldgate.openvpn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a peer says about itself (`IV_*` and `UV_*` of key method 2). Anyone with a certificate can
/// write anything here: match it against what is allowed.
///
/// Bounded: the first [#MAX_LINES] lines, keys of up to 64 characters `[A-Za-z0-9_]`, values of up
/// to [#MAX_VALUE] characters of printable ASCII (others become `_`). Of two equal keys the last
/// counts.
///
/// @param values by key, in the peer's order
public record PeerInfo(Map<String, String> values) {
    public static final int MAX_LINES = 128;
    public static final int MAX_VALUE = 4096;
    private static final int MAX_KEY = 64;

    public PeerInfo {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// Reads `KEY=VALUE` lines; what is no such line is skipped.
    public static PeerInfo parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().limit(MAX_LINES).forEach(line -> addLine(values, line));
        return new PeerInfo(values);
    }

    /// `IV_VER`, such as `2.6.14`; empty if it does not say.
    public String version() {
        return value("IV_VER");
    }

    /// `IV_PLAT`, such as `linux`; empty if it does not say.
    public String platform() {
        return value("IV_PLAT");
    }

    /// The value of a key, empty if absent.
    public String value(String key) {
        return values.getOrDefault(key, "");
    }

    /// The bits of `IV_PROTO`; 0 if absent or no number.
    public int protocolBits() {
        return number("IV_PROTO");
    }

    /// `IV_MTU`, the largest tunnel MTU it takes; 0 if absent or no number.
    public int mtu() {
        return number("IV_MTU");
    }

    /// `IV_CIPHERS` in the peer's order; empty if absent.
    public List<String> ciphers() {
        String list = value("IV_CIPHERS");
        return list.isEmpty() ? List.of() : List.of(list.split(":", 32));
    }

    /// `IV_SSO`: how it can ask its user to sign in, such as `webauth` and `crtext`; empty if it
    /// does not say.
    public List<String> signInMethods() {
        String list = value("IV_SSO");
        return list.isEmpty() ? List.of() : List.of(list.split(",", 16));
    }

    private int number(String key) {
        try {
            return Integer.parseInt(value(key));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private static void addLine(Map<String, String> values, String line) {
        int equals = line.indexOf('=');
        if (equals < 1 || equals > MAX_KEY) {
            return;
        }
        String key = line.substring(0, equals);
        if (!key.chars().allMatch(PeerInfo::isKeyCharacter)) {
            return;
        }
        int end = Math.min(line.length(), equals + 1 + MAX_VALUE);
        values.put(key, PrintableText.of(line.substring(equals + 1, end)));
    }

    private static boolean isKeyCharacter(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}
