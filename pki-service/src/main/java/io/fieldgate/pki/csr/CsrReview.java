package io.fieldgate.pki.csr;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/// Reads a PKCS#10 certification request (RFC 2986) for its public key.
///
/// Accepted: a P-256 key (named curve, uncompressed point on the curve) and a signature made with
/// it. Everything else in the request is ignored, because identity comes from the order only.
public final class CsrReview {
    static final int MAX_PEM_CHARACTERS = 16 * 1024;
    private static final int UNCOMPRESSED_POINT_BYTES = 65;
    private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";
    private static final String END = "-----END CERTIFICATE REQUEST-----";
    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES =
            Map.of(
                    X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
                    X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
                    X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA");

    private CsrReview() {}

    /// @param pem one PKCS#10 request in PEM
    public static ReviewedCsr review(String pem) throws RefusedException {
        CertificationRequest request = parse(pem);
        SubjectPublicKeyInfo key = p256(request);
        if (!provesPossession(request, key)) {
            throw refused(
                    "The certification request is not signed with its own key. Make the request"
                            + " again from the private key.");
        }
        return new ReviewedCsr(key);
    }

    private static CertificationRequest parse(String pem) throws RefusedException {
        if (pem.length() > MAX_PEM_CHARACTERS) {
            throw refused(
                    "The certification request is longer than "
                            + MAX_PEM_CHARACTERS
                            + " characters.");
        }
        String text = pem.strip();
        if (!text.startsWith(BEGIN)
                || !text.endsWith(END)
                || text.length() < BEGIN.length() + END.length()) {
            throw refused("The certification request must be one PEM block of type " + BEGIN + ".");
        }
        String body = text.substring(BEGIN.length(), text.length() - END.length());
        CertificationRequest request;
        try {
            byte[] der = Base64.getDecoder().decode(body.replaceAll("[ \\t\\r\\n]", ""));
            // fromByteArray refuses bytes behind the end
            request = CertificationRequest.getInstance(ASN1Primitive.fromByteArray(der));
        } catch (IOException | RuntimeException e) {
            request = null;
        }
        if (request == null) {
            throw refused("The certification request is not PKCS#10 in PEM.");
        }
        return request;
    }

    private static SubjectPublicKeyInfo p256(CertificationRequest request) throws RefusedException {
        SubjectPublicKeyInfo key = request.getCertificationRequestInfo().getSubjectPublicKeyInfo();
        AlgorithmIdentifier p256 =
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
        if (key == null || !p256.equals(key.getAlgorithm())) {
            throw refused(
                    "Only keys on the curve P-256 (prime256v1) are accepted. Make a new key, for"
                            + " example with: openssl ecparam -genkey -name prime256v1");
        }
        boolean wholeBytes = key.getPublicKeyData().getPadBits() == 0;
        byte[] point = wholeBytes ? key.getPublicKeyData().getOctets() : new byte[0];
        if (point.length != UNCOMPRESSED_POINT_BYTES || point[0] != 0x04 || !isOnCurve(point)) {
            throw refused("The public key is not an uncompressed point on the curve P-256.");
        }
        return new SubjectPublicKeyInfo(p256, point);
    }

    private static boolean isOnCurve(byte[] point) {
        try {
            return CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1)
                    .getCurve()
                    .decodePoint(point)
                    .isValid();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean provesPossession(CertificationRequest request, SubjectPublicKeyInfo key)
            throws RefusedException {
        AlgorithmIdentifier algorithm = request.getSignatureAlgorithm();
        String name = SIGNATURES.get(algorithm.getAlgorithm());
        if (name == null || algorithm.getParameters() != null) {
            throw refused(
                    "The certification request must be signed by ECDSA with SHA-256, SHA-384 or"
                            + " SHA-512.");
        }
        ASN1BitString signatureValue = request.getSignature();
        try {
            PublicKey publicKey =
                    KeyFactory.getInstance("EC")
                            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
            Signature signature = Signature.getInstance(name);
            signature.initVerify(publicKey);
            signature.update(request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
            return signatureValue.getPadBits() == 0 && signature.verify(signatureValue.getOctets());
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Reason.CSR_REFUSED, message);
    }
}
