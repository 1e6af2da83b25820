package io.fieldgate.pki.ca;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.journal.JournalEntry;
import io.fieldgate.pki.key.CaKey;
import io.fieldgate.pki.lint.CertificatePlan;
import io.fieldgate.pki.lint.IssuerIdentity;
import io.fieldgate.pki.lint.LintedCertificate;
import io.fieldgate.pki.lint.Linter;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;

/// The one way to a signed certificate: plan, build, lint, journal the order with its serial, sign,
/// journal the certificate, release.
///
/// After a crash at any point the same order can be repeated: what was journalled is used again, so
/// no serial ever stands in two certificates.
final class Issuance {
    /// Start of validity lies this far back, so that slow clocks do no harm.
    static final Duration BACKDATED = Duration.ofMinutes(10);

    private static final int SERIAL_BITS = 127;
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Ledger ledger;
    private final InstantSource clock;
    private final SecureRandom random;

    Issuance(Ledger ledger, InstantSource clock, SecureRandom random) {
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /// @param content what was ordered, as text; repeating the id with other content is refused
    /// @param issuer what shows of the issuer in the certificate
    record Order(
            String id,
            String content,
            String issuerName,
            IssuerIdentity issuer,
            CaKey issuerKey,
            CertificateProfile profile,
            SubjectPublicKeyInfo publicKey) {}

    X509CertificateHolder issue(Order order) throws IOException, RefusedException {
        String contentSha256 =
                Sha256.hex(order.content() + "\n" + Sha256.hex(order.publicKey().getEncoded()));
        Ledger.Order known = ledger.order(order.id()).orElse(null);
        if (known != null && !known.contentSha256().equals(contentSha256)) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "This order id was used for another certificate. Make a new order id.");
        }
        if (known != null && known.isIssued()) {
            String stored = ledger.issued(known).certificate();
            return new X509CertificateHolder(Base64.getDecoder().decode(stored));
        }
        LintedCertificate linted =
                known != null ? again(order, known) : first(order, contentSha256);
        X509CertificateHolder certificate = sign(linted, order.issuerKey());
        ledger.record(
                new JournalEntry.Issued(
                        clock.instant(),
                        order.id(),
                        order.issuerName(),
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotAfter().toInstant(),
                        BASE64.encodeToString(certificate.getEncoded())));
        return certificate;
    }

    private LintedCertificate first(Order order, String contentSha256)
            throws IOException, RefusedException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant earliest = now.minus(BACKDATED);
        Instant latest = now.atOffset(ZoneOffset.UTC).plus(order.profile().lifetime()).toInstant();
        IssuerIdentity issuer = order.issuer();
        if (now.isBefore(issuer.notBefore()) || !now.isBefore(issuer.notAfter())) {
            throw new RefusedException(
                    Reason.CLOCK_WRONG,
                    "The clock of the PKI service says "
                            + now
                            + ", but the issuing CA is valid from "
                            + issuer.notBefore()
                            + " to "
                            + issuer.notAfter()
                            + ". Set the clock, then try again.");
        }
        CertificatePlan plan =
                plan(
                        order,
                        freshSerial(),
                        earliest.isBefore(issuer.notBefore()) ? issuer.notBefore() : earliest,
                        latest.isAfter(issuer.notAfter()) ? issuer.notAfter() : latest);
        LintedCertificate linted = Linter.lint(TbsBuilder.build(plan), plan);
        ledger.record(
                new JournalEntry.Ordered(
                        clock.instant(),
                        order.id(),
                        contentSha256,
                        order.issuerName(),
                        plan.serial().toString(16),
                        BASE64.encodeToString(linted.toBeSigned().getEncoded(ASN1Encoding.DER))));
        return linted;
    }

    /// The order was journalled, and the process ended before the certificate was.
    private LintedCertificate again(Order order, Ledger.Order known) throws IOException {
        byte[] der = Base64.getDecoder().decode(ledger.ordered(known).toBeSigned());
        TBSCertificate toBeSigned = TBSCertificate.getInstance(der);
        return Linter.lint(
                toBeSigned,
                plan(
                        order,
                        known.serial(),
                        toBeSigned.getStartDate().getDate().toInstant(),
                        toBeSigned.getEndDate().getDate().toInstant()));
    }

    private static CertificatePlan plan(
            Order order, BigInteger serial, Instant notBefore, Instant notAfter) {
        return new CertificatePlan(
                serial,
                order.issuer(),
                order.profile().commonName(),
                order.profile().alternativeNames(),
                order.profile().role(),
                order.publicKey(),
                notBefore,
                notAfter);
    }

    /// 127 bits, the highest of them set: positive, always 16 bytes long, 126 bits random.
    private BigInteger freshSerial() {
        BigInteger serial;
        do {
            serial = new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 1);
        } while (ledger.isUsed(serial));
        return serial;
    }

    private static X509CertificateHolder sign(LintedCertificate linted, CaKey key)
            throws IOException {
        TBSCertificate toBeSigned = linted.toBeSigned();
        byte[] message = toBeSigned.getEncoded(ASN1Encoding.DER);
        byte[] signature = key.sign(message);
        requireValid(message, signature, key);
        return new X509CertificateHolder(
                Certificate.getInstance(
                        new DERSequence(
                                new ASN1Encodable[] {
                                    toBeSigned,
                                    toBeSigned.getSignature(),
                                    new DERBitString(signature)
                                })));
    }

    /// A faulty signature could give the CA key away, so none leaves unchecked.
    private static void requireValid(byte[] message, byte[] signature, CaKey key) {
        try {
            Signature verifier = Signature.getInstance("SHA384withECDSA");
            verifier.initVerify(key.publicKey());
            verifier.update(message);
            if (!verifier.verify(signature)) {
                throw new IllegalStateException("the CA key made a signature that does not verify");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
