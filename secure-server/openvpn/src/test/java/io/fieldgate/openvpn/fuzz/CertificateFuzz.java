package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.HostileWorld;
import io.fieldgate.openvpn.certificate.CertificateRules;
import io.fieldgate.openvpn.certificate.CertificateVerdict;
import io.fieldgate.openvpn.certificate.CertificateVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// Certificates of a peer: noise, and one of the right issuer with damage in it. Only the whole one
/// is accepted.
public final class CertificateFuzz {
    private static final byte[] GENUINE = HostileWorld.clientCertificateBytes();
    private static final CertificateVerifier VERIFIER =
            new CertificateVerifier(
                    HostileWorld.authorityBytes(),
                    CertificateRules.ownClient(Duration.ofMinutes(5)));
    private static final Instant NOW = Instant.now();

    private CertificateFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, CertificateFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        byte[] certificate = input.bit() ? input.rest() : damaged(input);
        bounds.packet(() -> {
            CertificateVerdict verdict = VERIFIER.verify(certificate, NOW);
            boolean accepted = verdict instanceof CertificateVerdict.Accepted;
            assertThat(!accepted || Arrays.equals(certificate, GENUINE)).isTrue();
        });
    }

    /// Some bytes changed, some cut out, some put in.
    private static byte[] damaged(FuzzInput input) {
        byte[] bytes = GENUINE.clone();
        while (input.hasMore()) {
            int at = input.u16() % bytes.length;
            switch (input.below(3)) {
                case 0 -> bytes[at] = (byte) input.u8();
                case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    longer[at] = (byte) input.u8();
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
