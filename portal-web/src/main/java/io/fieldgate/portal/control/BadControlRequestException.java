package io.fieldgate.portal.control;

/// A call of the control link that is not as it must be.
final class BadControlRequestException extends RuntimeException {
    private final int status;

    BadControlRequestException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    BadControlRequestException(int status, String detail, Throwable cause) {
        super(detail, cause);
        this.status = status;
    }

    int status() {
        return status;
    }
}
