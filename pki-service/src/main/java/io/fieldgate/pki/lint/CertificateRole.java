package io.fieldgate.pki.lint;

import java.time.Duration;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/// What a certificate may be used for; it has exactly one role.
public enum CertificateRole {
    /// Signs issuing CAs; self-signed.
    ROOT(1, KeyUsage.keyCertSign | KeyUsage.cRLSign, 7307),
    /// Signs leafs.
    ISSUING_CA(0, KeyUsage.keyCertSign | KeyUsage.cRLSign, 3654),
    /// A TLS server.
    SERVER(-1, KeyUsage.digitalSignature, 367),
    /// A TLS client.
    CLIENT(-1, KeyUsage.digitalSignature, 732);

    private final int pathLength;
    private final int keyUsage;
    private final Duration longestLifetime;

    CertificateRole(int pathLength, int keyUsage, int longestLifetimeDays) {
        this.pathLength = pathLength;
        this.keyUsage = keyUsage;
        this.longestLifetime = Duration.ofDays(longestLifetimeDays);
    }

    public boolean isAuthority() {
        return pathLength >= 0;
    }

    /// How many CA certificates may stand below; -1 for a leaf.
    public int pathLength() {
        return pathLength;
    }

    /// The one extended key usage of a leaf; null for a CA.
    public @Nullable KeyPurposeId extendedKeyUsage() {
        return switch (this) {
            case ROOT, ISSUING_CA -> null;
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
        };
    }

    /// Bits of [KeyUsage].
    public int keyUsage() {
        return keyUsage;
    }

    Duration longestLifetime() {
        return longestLifetime;
    }
}
