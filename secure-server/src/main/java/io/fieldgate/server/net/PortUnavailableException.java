package io.fieldgate.server.net;

import java.io.IOException;

/// A VPN port cannot be opened; the message says why and what to do.
public final class PortUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    PortUnavailableException(String message, IOException cause) {
        super(message, cause);
    }
}
