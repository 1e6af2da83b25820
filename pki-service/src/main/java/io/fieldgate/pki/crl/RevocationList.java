package io.fieldgate.pki.crl;

import io.fieldgate.pki.key.CaKey;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;

/// A certificate revocation list (RFC 5280 section 5), whole, for one issuer.
public final class RevocationList {
    private RevocationList() {}

    /// @param reasonCode of [CRLReason]; unspecified is left out of the list, as RFC 5280 asks
    public record Entry(BigInteger serial, Instant revokedAt, int reasonCode) {}

    /// @param number rises with each list of an issuer
    public record Content(
            BigInteger number, Instant thisUpdate, Instant nextUpdate, List<Entry> entries) {
        public Content {
            entries = List.copyOf(entries);
        }
    }

    /// Builds and signs the list, and proves that every entry is in it.
    ///
    /// @throws IllegalStateException if an entry is missing from what was built
    public static X509CRLHolder sign(X509CertificateHolder issuer, CaKey key, Content content)
            throws IOException {
        TBSCertList list = build(issuer, content);
        byte[] signature = key.sign(list.getEncoded(ASN1Encoding.DER));
        X509CRLHolder crl =
                new X509CRLHolder(
                        CertificateList.getInstance(
                                new DERSequence(
                                        new ASN1Encodable[] {
                                            list, list.getSignature(), new DERBitString(signature)
                                        })));
        for (Entry entry : content.entries()) {
            if (crl.getRevokedCertificate(entry.serial()) == null) {
                throw new IllegalStateException("a revoked certificate is not in the list");
            }
        }
        return crl;
    }

    private static TBSCertList build(X509CertificateHolder issuer, Content content)
            throws IOException {
        V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
        generator.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384));
        generator.setIssuer(issuer.getSubject());
        generator.setThisUpdate(new Time(Date.from(content.thisUpdate())));
        generator.setNextUpdate(new Time(Date.from(content.nextUpdate())));
        for (Entry entry : content.entries()) {
            Time revokedAt = new Time(Date.from(entry.revokedAt()));
            if (entry.reasonCode() == CRLReason.unspecified) {
                generator.addCRLEntry(new ASN1Integer(entry.serial()), revokedAt, null);
            } else {
                generator.addCRLEntry(
                        new ASN1Integer(entry.serial()), revokedAt, entry.reasonCode());
            }
        }
        SubjectKeyIdentifier keyId = SubjectKeyIdentifier.fromExtensions(issuer.getExtensions());
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(keyId.getKeyIdentifier()));
        extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(content.number()));
        generator.setExtensions(extensions.generate());
        return generator.generateTBSCertList();
    }
}
