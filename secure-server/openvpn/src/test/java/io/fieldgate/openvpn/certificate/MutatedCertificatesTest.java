package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.certificate.CertificateVerdict.Accepted;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// 20,000 certificates that were good before some of their bytes changed.
class MutatedCertificatesTest {
    private static final int ROUNDS = 20_000;

    private final long seed = Long.getLong("seed", new SecureRandom().nextLong());
    private final Random random = new Random(seed);

    @Test
    void nothingIsThrownAndNothingIsAcceptedThatWasNotSigned() throws Exception {
        System.out.println("seed " + seed);
        CertificateVerifier verifier = Verdicts.clients(CertificateBuilder.ca());
        CertificateBuilder builder = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        byte[] signed = builder.toBeSigned();
        byte[] good = builder.build();
        Verdicts.accepts(verifier.verify(good, NOW));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] mutated = mutate(good);
            if (verifier.verify(mutated, NOW) instanceof Accepted) {
                assertThat(CertificateFields.parse(mutated).toBeSigned().encoded())
                        .as("seed %d: %s", seed, HexFormat.of().formatHex(mutated))
                        .isEqualTo(signed);
            }
        }
    }

    /// What the CA did sign reaches the checks behind the signature.
    @Test
    void nothingIsThrownIfTheCaSignedTheMutatedBytes() {
        CertificateVerifier verifier = Verdicts.clients(CertificateBuilder.ca());
        CertificateBuilder builder = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        byte[] signed = builder.toBeSigned();
        Set<RefusalReason> seen = EnumSet.noneOf(RefusalReason.class);
        for (int i = 0; i < ROUNDS / 10; i++) {
            byte[] mutated = builder.buildAround(mutate(signed));
            if (verifier.verify(mutated, NOW)
                    instanceof CertificateVerdict.Refused(RefusalReason reason, String _)) {
                seen.add(reason);
            }
        }
        assertThat(seen)
                .as("seed %d", seed)
                .contains(
                        RefusalReason.MALFORMED,
                        RefusalReason.ISSUER,
                        RefusalReason.KEY,
                        RefusalReason.EXTENDED_KEY_USAGE);
    }

    /// The CA's own certificate is configured, yet the verifier is total over it, too.
    @Test
    void nothingIsThrownForAMutatedCa() {
        byte[] ca =
                CertificateBuilder.ca()
                        .critical(
                                Extensions.NAME_CONSTRAINTS,
                                DerWriter.hex("3011a00f300d820b6578616d706c652e636f6d"))
                        .build();
        byte[] peer = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH).build();
        for (int i = 0; i < ROUNDS / 4; i++) {
            CertificateVerifier verifier =
                    new CertificateVerifier(mutate(ca), CertificateRules.ownClient(Duration.ZERO));
            assertThat(verifier.verify(peer, NOW)).as("seed %d", seed).isNotNull();
        }
    }

    private byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 2; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(8));
                case 4 -> bytes[at]++;
                default -> {
                    int length = random.nextInt(Math.min(16, bytes.length - at) + 1);
                    int from = random.nextInt(bytes.length - length + 1);
                    System.arraycopy(
                            original, Math.min(from, original.length - length), bytes, at, length);
                }
            }
        }
        return bytes;
    }
}
