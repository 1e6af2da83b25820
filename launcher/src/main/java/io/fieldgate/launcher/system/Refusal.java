package io.fieldgate.launcher.system;

import org.jspecify.annotations.Nullable;

/// The launcher cannot do what it was asked to, and the operator can change that.
///
/// The message says what is the matter and what to do; it is printed as it stands, without a stack
/// trace. It never holds a secret.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
