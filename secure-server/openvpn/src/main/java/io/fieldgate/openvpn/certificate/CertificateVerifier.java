package io.fieldgate.openvpn.certificate;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks peers' certificates against one trusted CA, which must have issued them directly.
///
/// Total: whatever the bytes are, of the peer's certificate or of the CA's, the answer is a
/// verdict. With a CA certificate that breaks a rule itself every verdict is
/// [RefusalReason#TRUSTED_CA]. Immutable, for any number of threads.
public final class CertificateVerifier {
    /// Longest certificate that is read, in bytes.
    public static final int MAX_LENGTH = 16 * 1024;

    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*+-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)"
                            + "-----END CERTIFICATE-----\\s*+");

    private final CertificateRules rules;
    private final @Nullable TrustedCa ca;
    private final String flawOfCa;

    /// @param trustedCa the CA's certificate in DER
    public CertificateVerifier(byte[] trustedCa, CertificateRules rules) {
        this.rules = rules;
        TrustedCa parsed = null;
        String flaw = "";
        try {
            parsed = TrustedCa.parse(trustedCa);
        } catch (RefusedException refused) {
            flaw = refused.verdict().text();
        }
        this.ca = parsed;
        this.flawOfCa = flaw;
    }

    /// A verifier for a CA's certificate, in PEM as in a profile's `<ca>`; a second certificate is
    /// no second CA, but a flaw.
    public static CertificateVerifier ofPem(String trustedCa, CertificateRules rules) {
        return new CertificateVerifier(der(trustedCa), rules);
    }

    /// Checks the first certificate of a chain; the others are not looked at.
    public CertificateVerdict verify(X509Certificate[] chain, Instant now) {
        if (chain.length == 0) {
            return new CertificateVerdict.Refused(
                    RefusalReason.NO_CERTIFICATE, "the peer sent no certificate");
        }
        try {
            return verify(chain[0].getEncoded(), now);
        } catch (CertificateEncodingException unreadable) {
            return RefusedException.malformed("certificate cannot be encoded").verdict();
        }
    }

    /// Checks one certificate in DER.
    public CertificateVerdict verify(byte[] certificate, Instant now) {
        if (ca == null) {
            return untrusted(flawOfCa);
        }
        try {
            ca.fields().requireValidAt(now, rules.clockTolerance());
        } catch (RefusedException refused) {
            return untrusted(refused.verdict().text());
        }
        try {
            return PeerCertificate.check(certificate, ca, rules, now);
        } catch (RefusedException refused) {
            return refused.verdict();
        }
    }

    private static CertificateVerdict untrusted(String flaw) {
        return new CertificateVerdict.Refused(
                RefusalReason.TRUSTED_CA, "the trusted CA's own certificate: " + flaw);
    }

    private static byte[] der(String pem) {
        Matcher block = PEM.matcher(pem);
        if (!block.matches()) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
