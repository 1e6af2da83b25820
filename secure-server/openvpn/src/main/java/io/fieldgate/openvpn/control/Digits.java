package io.fieldgate.openvpn.control;

import java.util.OptionalLong;

/// Whole numbers in text from a peer.
public final class Digits {
    private static final int MAX_LENGTH = 10;

    private Digits() {}

    /// One to ten decimal digits and nothing else.
    public static OptionalLong parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            value = value * 10 + (c - '0');
        }
        return OptionalLong.of(value);
    }
}
