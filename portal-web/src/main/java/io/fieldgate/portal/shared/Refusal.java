package io.fieldgate.portal.shared;

import org.jspecify.annotations.Nullable;

/// Why something that a person or script asked for was not done, and what to do about it.
///
/// @param kind decides the HTTP status
/// @param type short name of the problem, such as `name-taken`; `urn:fieldgate:problem:TYPE`
/// @param title the kind of problem in a few words
/// @param detail what happened and what to do, in a sentence
/// @param field the input field at fault, if it is one
public record Refusal(Kind kind, String type, String title, String detail, @Nullable String field) {

    /// What kind of trouble it is.
    public enum Kind {
        /// The input is wrong.
        INVALID(400),
        /// It does not exist, or not for this caller.
        NOT_FOUND(404),
        /// It does not go together with what exists.
        CONFLICT(409),
        /// Asked too often.
        TOO_MANY(429),
        /// This version cannot do it.
        NOT_IMPLEMENTED(501),
        /// Something that is needed does not answer at the moment.
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /// The HTTP status code.
        public int status() {
            return status;
        }
    }
}
