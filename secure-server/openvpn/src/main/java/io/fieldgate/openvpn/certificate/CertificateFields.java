package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.RefusedException.require;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A certificate's fields, and the rules that hold for every certificate.
///
/// ```
/// Certificate ::= SEQUENCE {
///     tbsCertificate SEQUENCE {
///         version [0] INTEGER (2), serialNumber INTEGER, signature AlgorithmIdentifier,
///         issuer Name, validity SEQUENCE { notBefore, notAfter }, subject Name,
///         subjectPublicKeyInfo SEQUENCE, extensions [3] SEQUENCE OF Extension },
///     signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
/// ```
///
/// RFC 5280 section 4.1; the unique identifiers `[1]` and `[2]` are refused.
record CertificateFields(
        Der toBeSigned,
        Der algorithm,
        Der signature,
        BigInteger serial,
        Der issuer,
        Instant notBefore,
        Instant notAfter,
        Der subject,
        Der publicKey,
        Extensions extensions) {
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final BigInteger VERSION_3 = BigInteger.TWO;
    private static final int SERIAL_BYTES_MAX = 20;

    static CertificateFields parse(byte[] encoded) throws RefusedException {
        require(
                encoded.length <= CertificateVerifier.MAX_LENGTH,
                RefusalReason.TOO_LONG,
                "certificate too long");
        DerCursor outer = Der.parse(encoded).expect(Der.SEQUENCE).children();
        Der toBeSigned = outer.next(Der.SEQUENCE);
        Der algorithm = outer.next(Der.SEQUENCE);
        Der signature = outer.next(Der.BIT_STRING);
        outer.end();
        DerCursor inner = toBeSigned.children();
        requireVersion3(inner.optional(VERSION));
        BigInteger serial = serial(inner.next(Der.INTEGER));
        require(
                inner.next(Der.SEQUENCE).sameBytes(algorithm),
                RefusalReason.ALGORITHM_MISMATCH,
                "signature algorithms inside and outside differ");
        Der issuer = inner.next(Der.SEQUENCE);
        DerCursor validity = inner.next(Der.SEQUENCE).children();
        Instant notBefore = DerTime.parse(validity.next());
        Instant notAfter = DerTime.parse(validity.next());
        validity.end();
        Der subject = inner.next(Der.SEQUENCE);
        Der publicKey = inner.next(Der.SEQUENCE);
        Extensions extensions = extensions(inner.optional(EXTENSIONS));
        inner.end();
        return new CertificateFields(
                toBeSigned,
                algorithm,
                signature,
                serial,
                issuer,
                notBefore,
                notAfter,
                subject,
                publicKey,
                extensions);
    }

    private static void requireVersion3(@Nullable Der version) throws RefusedException {
        String text = "certificate is not X.509 version 3";
        require(version != null, RefusalReason.VERSION, text);
        if (version != null) {
            DerCursor number = version.children();
            require(number.next().integer().equals(VERSION_3), RefusalReason.VERSION, text);
            number.end();
        }
    }

    private static BigInteger serial(Der number) throws RefusedException {
        BigInteger serial = number.integer();
        require(
                serial.signum() > 0 && number.length() <= SERIAL_BYTES_MAX,
                RefusalReason.SERIAL,
                "serial number is not positive or too long");
        return serial;
    }

    private static Extensions extensions(@Nullable Der wrapped) throws RefusedException {
        if (wrapped == null) {
            return Extensions.none();
        }
        DerCursor list = wrapped.children();
        Extensions extensions = Extensions.parse(list.next());
        list.end();
        return extensions;
    }

    /// Refuses unless this is the time of the certificate, give or take the tolerance.
    void requireValidAt(Instant now, Duration tolerance) throws RefusedException {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        require(
                !notBefore.isAfter(second.plus(tolerance)),
                RefusalReason.NOT_YET_VALID,
                "certificate is valid from %s, but the clock here says %s: check the clock"
                        .formatted(notBefore, second));
        require(
                !notAfter.isBefore(second.minus(tolerance)),
                RefusalReason.EXPIRED,
                "certificate expired at %s, the clock here says %s".formatted(notAfter, second));
    }

    boolean isSelfIssued() {
        return issuer.sameBytes(subject);
    }
}
