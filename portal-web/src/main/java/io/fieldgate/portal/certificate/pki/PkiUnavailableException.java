package io.fieldgate.portal.certificate.pki;

import java.io.IOException;

/// The PKI service does not answer, or not as it should; the same call may be made again.
public final class PkiUnavailableException extends IOException {
    public PkiUnavailableException(String message) {
        super(message);
    }

    public PkiUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
