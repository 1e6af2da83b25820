package io.fieldgate.portal.fleet;

/// A secure server's report that cannot be understood; nothing of it was stored.
public final class MalformedReportException extends RuntimeException {
    MalformedReportException(String message) {
        super(message);
    }

    MalformedReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
