package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.certificate.HostileCertificate;
import java.util.Arrays;

/// Certificates of a peer: noise, a genuine one with damage in it, and damage that the CA has
/// signed, which gets behind the signature.
public final class CertificateFuzz {
    private CertificateFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, CertificateFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        int kind = input.below(4);
        boolean signed = kind > 1;
        byte[] certificate =
                switch (kind) {
                    case 0 -> input.rest();
                    case 1 -> damaged(HostileCertificate.genuine(), input);
                    case 2 ->
                            HostileCertificate.signed(
                                    damaged(HostileCertificate.toBeSigned(), input));
                    default -> HostileCertificate.signed(input.rest());
                };
        bounds.packet(() -> HostileCertificate.verify(certificate, signed));
    }

    /// Some bytes changed, some cut off, some put in.
    private static byte[] damaged(byte[] bytes, FuzzInput input) {
        byte[] changed = bytes;
        while (input.hasMore()) {
            int at = input.u16() % changed.length;
            switch (input.below(8)) {
                case 0 -> changed = Arrays.copyOf(changed, Math.max(1, at));
                case 1 -> {
                    byte[] longer = Arrays.copyOf(changed, changed.length + 1);
                    System.arraycopy(changed, at, longer, at + 1, changed.length - at);
                    longer[at] = (byte) input.u8();
                    changed = longer;
                }
                default -> changed[at] = (byte) input.u8();
            }
        }
        return changed;
    }
}
