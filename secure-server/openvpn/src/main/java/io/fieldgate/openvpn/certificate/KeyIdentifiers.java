package io.fieldgate.openvpn.certificate;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Subject and authority key identifier (RFC 5280 sections 4.2.1.2 and 4.2.1.1).
final class KeyIdentifiers {
    private static final int KEY_IDENTIFIER = 0x80;
    private static final int ISSUER = 0xa1;
    private static final int SERIAL_NUMBER = 0x82;

    private KeyIdentifiers() {}

    /// The authority key identifier.
    ///
    /// @param keyId primitive [0]
    /// @param issuer the name of the issuer's issuer; with the serial or not at all
    /// @param serial the issuer's serial number, primitive [2]
    record Authority(Der keyId, @Nullable Der issuer, @Nullable Der serial) {
        /// Whether this means the certificate with these fields and this subject key identifier.
        boolean means(CertificateFields certificate, Der subjectKeyId) {
            boolean sameKey = keyId.sameContent(subjectKeyId);
            if (issuer == null || serial == null) {
                return sameKey;
            }
            return sameKey
                    && issuer.sameBytes(certificate.issuer())
                    && new BigInteger(serial.contentBytes()).equals(certificate.serial());
        }
    }

    static @Nullable Der subject(Extensions extensions) throws RefusedException {
        Der id = extensions.find(Extensions.SUBJECT_KEY_IDENTIFIER);
        if (id != null && id.expect(Der.OCTET_STRING).length() == 0) {
            throw RefusedException.malformed("subject key identifier is empty");
        }
        return id;
    }

    static @Nullable Authority authority(Extensions extensions) throws RefusedException {
        Der id = extensions.find(Extensions.AUTHORITY_KEY_IDENTIFIER);
        if (id == null) {
            return null;
        }
        DerCursor parts = id.expect(Der.SEQUENCE).children();
        Der keyId = parts.optional(KEY_IDENTIFIER);
        Der issuer = parts.optional(ISSUER);
        Der serial = parts.optional(SERIAL_NUMBER);
        parts.end();
        if (keyId == null) {
            throw new RefusedException(
                    RefusalReason.KEY_IDENTIFIER, "authority key identifier names no key");
        }
        if ((issuer == null) != (serial == null) || (serial != null && serial.length() == 0)) {
            throw RefusedException.malformed("authority key identifier");
        }
        return new Authority(keyId, issuer == null ? null : directoryName(issuer), serial);
    }

    private static Der directoryName(Der names) throws RefusedException {
        List<GeneralName> all = GeneralName.list(names);
        if (all.size() != 1 || all.getFirst().type() != GeneralName.DIRECTORY) {
            throw RefusedException.malformed("issuer in the authority key identifier");
        }
        return all.getFirst().directoryName();
    }
}
