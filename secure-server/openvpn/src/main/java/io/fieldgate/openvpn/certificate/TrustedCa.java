package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.RefusedException.require;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one CA whose signature counts. Its certificate is trusted because it was configured; its own
/// signature and issuer are of no interest, its right to sign is.
record TrustedCa(
        CertificateFields fields, SubjectKey key, Der keyIdentifier, NameConstraints constraints) {
    private static final Set<String> CRITICAL =
            Set.of(Extensions.BASIC_CONSTRAINTS, Extensions.KEY_USAGE, Extensions.NAME_CONSTRAINTS);
    private static final Set<String> UNEXPECTED =
            Set.of(Extensions.EXTENDED_KEY_USAGE, Extensions.POLICY_CONSTRAINTS);

    static TrustedCa parse(byte[] encoded) throws RefusedException {
        CertificateFields fields = CertificateFields.parse(encoded);
        Extensions extensions = fields.extensions();
        extensions.requireCriticalOnesIn(CRITICAL);
        extensions.requireNone(UNEXPECTED);
        require(fields.subject().length() > 0, RefusalReason.SUBJECT, "subject is empty");
        KeyUsages usages = KeyUsages.parse(extensions);
        require(
                usages.authority() && extensions.isCritical(Extensions.BASIC_CONSTRAINTS),
                RefusalReason.BASIC_CONSTRAINTS,
                "basic constraints do not say CA, or are not critical");
        require(
                usages.has(KeyUsages.KEY_CERT_SIGN),
                RefusalReason.KEY_USAGE,
                "key usage is not keyCertSign");
        Der constraints = extensions.find(Extensions.NAME_CONSTRAINTS);
        require(
                constraints == null || extensions.isCritical(Extensions.NAME_CONSTRAINTS),
                RefusalReason.NAME_CONSTRAINTS,
                "name constraints are not critical");
        return new TrustedCa(
                fields,
                SubjectKey.parse(fields.publicKey()),
                keyIdentifier(fields, KeyIdentifiers.subject(extensions)),
                NameConstraints.parse(constraints));
    }

    private static Der keyIdentifier(CertificateFields fields, @Nullable Der own)
            throws RefusedException {
        if (own == null) {
            throw new RefusedException(
                    RefusalReason.KEY_IDENTIFIER, "subject key identifier is missing");
        }
        KeyIdentifiers.Authority authority = KeyIdentifiers.authority(fields.extensions());
        boolean fits =
                fields.isSelfIssued()
                        ? authority == null || authority.means(fields, own)
                        : authority != null;
        require(fits, RefusalReason.KEY_IDENTIFIER, "authority key identifier is missing or wrong");
        return own;
    }
}
