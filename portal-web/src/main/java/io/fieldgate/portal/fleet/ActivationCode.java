package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.Secrets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one-time code that turns a router into a node: 130 random bits in Crockford's base 32, in
/// groups that a person can read aloud.
record ActivationCode(String text) {
    static final Duration LIFE = Duration.ofHours(24);
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int SYMBOLS = 26;
    private static final int MAX_TYPED = 100;

    static ActivationCode random() {
        byte[] bytes = Secrets.bytes(SYMBOLS);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < SYMBOLS; i++) {
            if (i == 6 || i == 11 || i == 16 || i == 21) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(bytes[i] & 31));
        }
        return new ActivationCode(code.toString());
    }

    /// Reads a code as a person types it: blanks, dashes and case do not matter, and a letter that
    /// looks like a digit is taken for it.
    ///
    /// @return empty if no code looks like this
    static Optional<ActivationCode> parse(@Nullable String typed) {
        if (typed == null || typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        ActivationCode code = new ActivationCode(typed);
        String symbols = code.symbols();
        return symbols.length() == SYMBOLS
                        && symbols.chars().allMatch(symbol -> ALPHABET.indexOf(symbol) >= 0)
                ? Optional.of(code)
                : Optional.empty();
    }

    /// What is kept of it: how it is grouped, and the case of its letters, do not matter.
    byte[] hash() {
        return Secrets.hash(symbols());
    }

    private String symbols() {
        return text.replaceAll("[\\s-]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    @Override
    public String toString() {
        return "ActivationCode[not shown]";
    }
}
