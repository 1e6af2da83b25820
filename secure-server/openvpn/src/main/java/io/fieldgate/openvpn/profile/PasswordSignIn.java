package io.fieldgate.openvpn.profile;

import java.util.Optional;

/// What `auth-user-pass` and its companions ask for.
///
/// @param stored name and password, if the profile has them inside
/// @param challenge the question for a second factor, if there is one
/// @param retry what to do when the server says no
/// @param forget whether the password is dropped after use (`auth-nocache`)
public record PasswordSignIn(
        Optional<Stored> stored, Optional<StaticChallenge> challenge, Retry retry, boolean forget) {

    /// A name and a password; not shown in text.
    public record Stored(String username, String password) {
        @Override
        public String toString() {
            return "Stored[not shown]";
        }
    }

    /// `auth-retry`.
    public enum Retry {
        /// Give up.
        NONE,
        /// Ask the person again.
        INTERACT,
        /// Try the same again.
        NOINTERACT
    }
}
