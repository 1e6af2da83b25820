package io.fieldgate.portal.shared;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// Parses texts that people type.
public final class Texts {
    private Texts() {}

    /// An optional text of several lines.
    ///
    /// @param max longest text, UTF-16 units
    public static String parse(String field, @Nullable String raw, int max) {
        String text = normalised(raw).replace("\r\n", "\n").replace('\r', '\n');
        if (text.length() > max) {
            throw RefusedException.invalid(
                    field, "The " + field + " is too long: at most " + max + " characters.");
        }
        String fault = lineFault(text.replace('\n', ' ').replace('\t', ' '));
        if (fault != null) {
            throw RefusedException.invalid(field, "The " + field + " " + fault);
        }
        return text;
    }

    static String normalised(@Nullable String raw) {
        return raw == null ? "" : Normalizer.normalize(raw, Normalizer.Form.NFC).strip();
    }

    /// What is wrong with a text of one line, or null.
    static @Nullable String lineFault(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String fault = fault(c);
            if (fault != null) {
                return fault;
            }
            i += Character.charCount(c);
        }
        return null;
    }

    private static @Nullable String fault(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL ->
                    c == '\n' || c == '\r'
                            ? "contains a line break. Write it in one line."
                            : "contains a control character. Remove it.";
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    "contains a line break. Write it in one line.";
            case Character.SURROGATE, Character.PRIVATE_USE ->
                    "contains a character that has no meaning. Remove it.";
            case Character.FORMAT ->
                    turnsDirection(c)
                            ? "contains an invisible character that turns the text around. Remove"
                                    + " it."
                            : null;
            default -> null;
        };
    }

    /// The explicit directional characters of UAX #9, section 2.
    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
