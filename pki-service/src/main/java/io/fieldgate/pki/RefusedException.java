package io.fieldgate.pki;

/// The caller asked for something that the certification authority does not do.
///
/// The message says what was wrong and what to do, in words that may be shown to the caller; it
/// never holds a key, a secret or a path.
public final class RefusedException extends Exception {
    private final Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// The kinds of refusal; the HTTP shell gives each a status code.
    public enum Reason {
        /// The request is not well-formed.
        INVALID,
        /// The certification request is not acceptable.
        CSR_REFUSED,
        /// The caller has not shown who it is, or the one-time secret is wrong or used.
        NOT_ALLOWED,
        /// There is no such certification authority or certificate.
        NOT_FOUND,
        /// The order id was used for something else.
        CONFLICT,
        /// The certification authority was destroyed; it never comes back.
        GONE,
        /// This machine's clock contradicts the certification authority's own certificate.
        CLOCK_WRONG,
        /// Too many calls at once; the same call may be made again.
        BUSY
    }
}
