package io.fieldgate.openvpn;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a peer's password field holds. Stock clients put the answers to challenges in there
/// (OpenVPN's management-notes, "challenge/response protocol").
public sealed interface PasswordField {
    /// A password, or a code typed in its place.
    record Plain(String password) implements PasswordField {
        @Override
        public String toString() {
            return "Plain[***]";
        }
    }

    /// Password and answer to the static challenge of the profile (SCRV1).
    record WithResponse(String password, String response) implements PasswordField {
        @Override
        public String toString() {
            return "WithResponse[***]";
        }
    }

    /// Answer to [Refusal.Challenge] (CRV1).
    ///
    /// @param state as it was sent
    record ChallengeResponse(String state, String response) implements PasswordField {
        @Override
        public String toString() {
            return "ChallengeResponse[***]";
        }
    }

    /// A token that an earlier admission pushed; still to be checked.
    record Token(String token) implements PasswordField {
        @Override
        public String toString() {
            return "Token[***]";
        }
    }

    /// Looks like an answer to a challenge but is none.
    record Malformed() implements PasswordField {}

    /// Reads a password as it came.
    static PasswordField of(String password) {
        if (password.startsWith("SCRV1:")) {
            String[] parts = password.split(":", -1);
            Optional<String> first = parts.length == 3 ? decode(parts[1]) : Optional.empty();
            Optional<String> second = parts.length == 3 ? decode(parts[2]) : Optional.empty();
            return first.isPresent() && second.isPresent()
                    ? new WithResponse(first.get(), second.get())
                    : new Malformed();
        }
        if (password.startsWith("CRV1:")) {
            String[] parts = password.split(":", 5);
            return parts.length == 5 && parts[1].isEmpty() && parts[3].isEmpty()
                    ? new ChallengeResponse(parts[2], parts[4])
                    : new Malformed();
        }
        return AuthTokens.isToken(password) ? new Token(password) : new Plain(password);
    }

    private static Optional<String> decode(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
