package io.fieldgate.openvpn.control;

/// A peer broke the rules inside TLS. Stackless: it is the peer's fault, not ours.
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }

    /// What happened, in words; may quote the peer.
    public String text() {
        return String.valueOf(getMessage());
    }
}
