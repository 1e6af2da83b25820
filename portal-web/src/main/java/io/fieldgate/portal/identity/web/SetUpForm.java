package io.fieldgate.portal.identity.web;

import io.fieldgate.portal.shared.web.Typed;
import org.jspecify.annotations.Nullable;

/// What the first person types. Blanks in a password are meant.
///
/// @param code the one-time code out of the set-up link
record SetUpForm(String code, String login, String password, String repeated) {
    SetUpForm {
        code = Typed.line(code);
        login = Typed.line(login);
        password = orEmpty(password);
        repeated = orEmpty(repeated);
    }

    static SetUpForm of(String code) {
        return new SetUpForm(code, "", "", "");
    }

    @Override
    public String toString() {
        return "SetUpForm[" + login + "]";
    }

    private static String orEmpty(@Nullable String sent) {
        return sent == null ? "" : sent;
    }
}
