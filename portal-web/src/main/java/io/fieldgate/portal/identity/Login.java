package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.RefusedException;
import org.jspecify.annotations.Nullable;

/// An e-mail address or user name to sign in with.
record Login(String text, String key) {
    static Login parse(@Nullable String raw) {
        DisplayName name = DisplayName.parse("login", raw);
        if (name.text().codePoints().anyMatch(Character::isWhitespace)) {
            throw RefusedException.invalid("login", "The login contains a space. Remove it.");
        }
        return new Login(name.text(), name.key());
    }
}
