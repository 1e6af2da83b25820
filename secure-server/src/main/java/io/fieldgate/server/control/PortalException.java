package io.fieldgate.server.control;

import java.io.IOException;

/// The portal did not do what it was asked; the message says why in words an operator understands.
final class PortalException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /// @param status the HTTP status; 0 if there was no answer
    PortalException(int status, String message) {
        super(message);
        this.status = status;
    }

    PortalException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /// Whether asking again with the same content is useless.
    boolean isRejection() {
        return status == 400 || status == 409 || status == 413 || status == 422;
    }
}
