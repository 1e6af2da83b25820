package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.RefusedException.require;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The checks of a peer's own certificate, each of which refuses on its own.
final class PeerCertificate {
    private static final Set<String> CRITICAL =
            Set.of(
                    Extensions.BASIC_CONSTRAINTS,
                    Extensions.KEY_USAGE,
                    Extensions.EXTENDED_KEY_USAGE,
                    Extensions.SUBJECT_ALTERNATIVE_NAME);

    private static final String ANY_EXTENDED_KEY_USAGE = "551d2500";

    private PeerCertificate() {}

    static CertificateVerdict.Accepted check(
            byte[] encoded, TrustedCa ca, CertificateRules rules, Instant now)
            throws RefusedException {
        CertificateFields fields = CertificateFields.parse(encoded);
        checkIssuer(fields, ca);
        fields.requireValidAt(now, rules.clockTolerance());
        Extensions extensions = fields.extensions();
        extensions.requireCriticalOnesIn(CRITICAL);
        extensions.requireNone(Set.of(Extensions.NAME_CONSTRAINTS));
        checkUsages(KeyUsages.parse(extensions), rules);
        checkKeyIdentifiers(extensions, ca);
        require(
                rules.keys().contains(SubjectKey.parse(fields.publicKey()).type()),
                RefusalReason.KEY,
                "public key is not one of those allowed");
        require(fields.subject().length() > 0, RefusalReason.SUBJECT, "subject is empty");
        DistinguishedName subject = DistinguishedName.parse(fields.subject());
        List<GeneralName> names =
                AlternativeNames.parse(extensions.find(Extensions.SUBJECT_ALTERNATIVE_NAME));
        ca.constraints().check(fields.subject(), subject, names);
        return new CertificateVerdict.Accepted(
                subject.text(),
                subject.onlyCommonName(),
                fields.serial(),
                HexFormat.of().formatHex(sha256(fields.publicKey().encoded())));
    }

    private static void checkIssuer(CertificateFields fields, TrustedCa ca)
            throws RefusedException {
        require(
                fields.issuer().sameBytes(ca.fields().subject()),
                RefusalReason.ISSUER,
                "certificate was not issued by the trusted CA");
        SignatureScheme scheme = SignatureScheme.of(fields.algorithm(), ca.key().type());
        Der bits = fields.signature();
        byte[] signature = bits.contentBytes();
        require(
                bits.at(0) == 0
                        && scheme.verifies(
                                fields.toBeSigned().encoded(),
                                Arrays.copyOfRange(signature, 1, signature.length),
                                ca.key().key()),
                RefusalReason.SIGNATURE,
                "certificate was not issued by the trusted CA: its signature is not the CA's");
    }

    private static void checkUsages(KeyUsages usages, CertificateRules rules)
            throws RefusedException {
        require(
                !usages.authority(),
                RefusalReason.BASIC_CONSTRAINTS,
                "a CA certificate is no peer's certificate");
        require(
                usages.has(KeyUsages.DIGITAL_SIGNATURE),
                RefusalReason.KEY_USAGE,
                "key usage is not digitalSignature");
        require(
                !usages.has(KeyUsages.KEY_CERT_SIGN | KeyUsages.CRL_SIGN),
                RefusalReason.KEY_USAGE,
                "key usage is that of a CA");
        Set<String> purposes = usages.extendedKeyUsages();
        String wanted = rules.purpose().oid();
        require(
                rules.purposeAlone() ? purposes.equals(Set.of(wanted)) : purposes.contains(wanted),
                RefusalReason.EXTENDED_KEY_USAGE,
                "extended key usage is not the one for this purpose");
        require(
                !purposes.contains(ANY_EXTENDED_KEY_USAGE),
                RefusalReason.EXTENDED_KEY_USAGE,
                "extended key usage for any purpose");
    }

    private static void checkKeyIdentifiers(Extensions extensions, TrustedCa ca)
            throws RefusedException {
        KeyIdentifiers.subject(extensions);
        KeyIdentifiers.Authority authority = KeyIdentifiers.authority(extensions);
        require(
                authority != null && authority.means(ca.fields(), ca.keyIdentifier()),
                RefusalReason.KEY_IDENTIFIER,
                "authority key identifier is missing or not the CA's");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
