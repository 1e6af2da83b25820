package io.fieldgate.openvpn.certificate;

/// A rule is broken. Stackless, and never leaves this package: it is the peer's fault, not ours.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final String text;

    RefusedException(RefusalReason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
        this.text = text;
    }

    static RefusedException malformed(String text) {
        return new RefusedException(RefusalReason.MALFORMED, text);
    }

    static void require(boolean holds, RefusalReason reason, String text) throws RefusedException {
        if (!holds) {
            throw new RefusedException(reason, text);
        }
    }

    CertificateVerdict.Refused verdict() {
        return new CertificateVerdict.Refused(reason, text);
    }
}
