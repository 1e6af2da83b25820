package io.fieldgate.portal.shared;

import io.fieldgate.portal.shared.Refusal.Kind;

/// Carries a [Refusal] to the edge, rolling back the transaction on its way.
public final class RefusedException extends RuntimeException {
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    /// The input in this field is wrong.
    public static RefusedException invalid(String field, String detail) {
        return new RefusedException(
                new Refusal(
                        Kind.INVALID, "invalid-input", "The input is not valid", detail, field));
    }

    /// Nothing of this kind exists for the caller, whether or not it exists for others.
    ///
    /// @param what such as `secure server`
    public static RefusedException notFound(String what) {
        return new RefusedException(
                new Refusal(
                        Kind.NOT_FOUND,
                        "not-found",
                        "Not found",
                        "There is no such " + what + ".",
                        null));
    }

    /// It does not go together with what exists.
    public static RefusedException conflict(String type, String title, String detail) {
        return new RefusedException(new Refusal(Kind.CONFLICT, type, title, detail, null));
    }

    /// The name is in use, compared without regard to case.
    public static RefusedException nameTaken(String what, String name) {
        return new RefusedException(
                new Refusal(
                        Kind.CONFLICT,
                        "name-taken",
                        "The name is taken",
                        "There is a "
                                + what
                                + " with the name \""
                                + name
                                + "\" already. Choose another name.",
                        "name"));
    }

    /// Something that is needed does not answer at the moment.
    public static RefusedException unavailable(String type, String title, String detail) {
        return new RefusedException(new Refusal(Kind.UNAVAILABLE, type, title, detail, null));
    }
}
