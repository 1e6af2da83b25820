package io.fieldgate.portal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.portal.shared.RefusedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A password that may be used from now on.
record NewPassword(String text) {
    static final int MIN_CHARACTERS = 12;

    /// bcrypt reads no more.
    static final int MAX_BYTES = 72;

    static NewPassword parse(@Nullable String raw, Login login) {
        String text = raw == null ? "" : raw;
        if (text.codePointCount(0, text.length()) < MIN_CHARACTERS) {
            throw RefusedException.invalid(
                    "password",
                    "The password is too short: at least " + MIN_CHARACTERS + " characters.");
        }
        if (text.getBytes(UTF_8).length > MAX_BYTES) {
            throw RefusedException.invalid(
                    "password",
                    "The password is too long: at most " + MAX_BYTES + " letters and digits.");
        }
        if (text.codePoints().distinct().count() < 5
                || text.toLowerCase(Locale.ROOT).equals(login.key())) {
            throw RefusedException.invalid(
                    "password", "The password is too easy to guess. Choose several random words.");
        }
        return new NewPassword(text);
    }

    @Override
    public String toString() {
        return "NewPassword[hidden]";
    }
}
