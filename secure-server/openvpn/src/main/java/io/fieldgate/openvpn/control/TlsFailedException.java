package io.fieldgate.openvpn.control;

/// TLS with a peer failed for good. Stackless: it is the peer's fault, or the certificates'.
public final class TlsFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public TlsFailedException(String message) {
        super(message, null, false, false);
    }

    /// What happened, in words; may quote the peer.
    public String text() {
        return String.valueOf(getMessage());
    }
}
