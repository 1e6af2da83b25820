package io.fieldgate.openvpn.certificate;

import java.time.Instant;
import java.util.Arrays;

/// Certificates that a peer, or a CA that signs anything, could make.
public final class HostileCertificate {
    private static final Instant NOW = CertificateBuilder.NOW;
    private static final CertificateVerifier VERIFIER = Verdicts.clients(CertificateBuilder.ca());
    private static final CertificateBuilder BUILDER =
            CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
    private static final byte[] SIGNED = BUILDER.toBeSigned();
    private static final byte[] GENUINE = BUILDER.build();

    private HostileCertificate() {}

    /// A genuine certificate.
    public static byte[] genuine() {
        return GENUINE.clone();
    }

    /// The part of it that the CA signs.
    public static byte[] toBeSigned() {
        return SIGNED.clone();
    }

    /// The CA signs this.
    public static byte[] signed(byte[] toBeSigned) {
        return BUILDER.buildAround(toBeSigned);
    }

    /// Verifies a certificate; what the CA has not signed may not be accepted.
    public static void verify(byte[] certificate, boolean signed) {
        CertificateVerdict verdict = VERIFIER.verify(certificate, NOW);
        if (verdict instanceof CertificateVerdict.Accepted
                && !signed
                && !bearsWhatWasSigned(certificate)) {
            throw new AssertionError("accepted without the CA's signature");
        }
    }

    private static boolean bearsWhatWasSigned(byte[] certificate) {
        try {
            byte[] found = CertificateFields.parse(certificate).toBeSigned().encoded();
            return Arrays.equals(found, SIGNED);
        } catch (RefusedException refused) {
            return false;
        }
    }
}
