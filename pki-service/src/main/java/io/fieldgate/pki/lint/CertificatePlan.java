package io.fieldgate.pki.lint;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// Everything that a certificate is to say. The certificate is built from it, and [Linter] checks
/// what was built against it.
///
/// @param alternativeNames in order; empty for a CA
/// @param notBefore whole seconds
/// @param notAfter whole seconds
public record CertificatePlan(
        BigInteger serial,
        IssuerIdentity issuer,
        String commonName,
        List<GeneralName> alternativeNames,
        CertificateRole role,
        SubjectPublicKeyInfo publicKey,
        Instant notBefore,
        Instant notAfter) {
    private static final int KEY_ID_BYTES = 20;

    public CertificatePlan {
        alternativeNames = List.copyOf(alternativeNames);
    }

    public X500Name subject() {
        return name(commonName);
    }

    public SubjectKeyIdentifier keyId() {
        return keyId(publicKey);
    }

    /// A name that consists of a common name only.
    public static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }

    /// The leftmost 160 bits of the SHA-256 of the key (RFC 7093 section 2, method 1).
    public static SubjectKeyIdentifier keyId(SubjectPublicKeyInfo publicKey) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(publicKey.getPublicKeyData().getOctets());
            return new SubjectKeyIdentifier(Arrays.copyOf(hash, KEY_ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
