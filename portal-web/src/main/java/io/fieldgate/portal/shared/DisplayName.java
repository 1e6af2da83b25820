package io.fieldgate.portal.shared;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A name as a person typed it: for display only, never part of a file name, a certificate or a
/// configuration file.
///
/// Any script and emoji may stand in it; control characters, line breaks and characters that turn
/// the direction of the text around may not.
public record DisplayName(String text) {
    /// Longest name, characters as a person counts them.
    public static final int MAX_CHARACTERS = 80;

    /// Longest name, UTF-16 units: a character may be made of several.
    static final int MAX_UNITS = 500;

    private static final Pattern VISIBLE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]");
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    /// Parses a required name.
    ///
    /// @param field the input field, for the refusal
    public static DisplayName parse(String field, @Nullable String raw) {
        String text = Texts.normalised(raw);
        String fault = Texts.lineFault(text);
        if (fault != null) {
            throw RefusedException.invalid(field, "The " + field + " " + fault);
        }
        if (!VISIBLE.matcher(text).find()) {
            throw RefusedException.invalid(
                    field,
                    "Enter a " + field + ": 1 to " + MAX_CHARACTERS + " visible characters.");
        }
        if (text.length() > MAX_UNITS || characters(text) > MAX_CHARACTERS) {
            throw RefusedException.invalid(
                    field,
                    "The " + field + " is too long: at most " + MAX_CHARACTERS + " characters.");
        }
        return new DisplayName(text);
    }

    /// What two names are compared by: letters that differ in case or width only are the same.
    public String key() {
        return key(text);
    }

    /// What two names are compared by, of a text that was not parsed.
    public static String comparable(String text) {
        return key(text);
    }

    static String key(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static long characters(String text) {
        return CHARACTER.matcher(text).results().count();
    }
}
