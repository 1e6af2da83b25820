package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.Secrets;
import java.time.Duration;
import java.util.Locale;

/// The one-time code that turns a router into a node: 130 random bits in Crockford's base 32, in
/// groups that a person can read aloud.
record ActivationCode(String text) {
    static final Duration LIFE = Duration.ofHours(24);
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int SYMBOLS = 26;

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

    /// What is kept of it: how it is grouped, and the case of its letters, do not matter.
    byte[] hash() {
        return Secrets.hash(text.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT));
    }
}
