package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.DerWriter.TRUE;
import static io.fieldgate.openvpn.certificate.DerWriter.concat;
import static io.fieldgate.openvpn.certificate.DerWriter.der;
import static io.fieldgate.openvpn.certificate.DerWriter.hex;
import static io.fieldgate.openvpn.certificate.DerWriter.integer;
import static io.fieldgate.openvpn.certificate.DerWriter.name;
import static io.fieldgate.openvpn.certificate.DerWriter.oid;
import static io.fieldgate.openvpn.certificate.DerWriter.sequence;
import static io.fieldgate.openvpn.certificate.DerWriter.text;
import static io.fieldgate.openvpn.certificate.DerWriter.utcTime;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes certificates that are good until one of their parts is replaced.
///
/// Every part is DER as it will stand in the certificate.
final class CertificateBuilder {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    static final String CN = "550403";
    static final String ORGANISATION = "55040a";
    static final byte[] CA_NAME = name(ORGANISATION, "Works", CN, "issuing CA");
    static final byte[] CA_KEY_ID = hex("0102030405060708090a0b0c0d0e0f1011121314");
    static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
    static final KeyPair CA_KEY = newKey("EC", new ECGenParameterSpec("secp256r1"));
    static final KeyPair PEER_KEY = newKey("EC", new ECGenParameterSpec("secp256r1"));

    byte[] version = der(0xa0, integer(2));
    byte[] serial = integer(0x1234_5678_9abc_def0L);
    byte[] innerAlgorithm = ECDSA_SHA256;
    byte[] outerAlgorithm = ECDSA_SHA256;
    byte[] issuer = CA_NAME;
    byte[] validity = sequence(utcTime("260101000000Z"), utcTime("270101000000Z"));
    byte[] subject = name(ORGANISATION, "Works", CN, "pump-07");
    byte[] publicKey = PEER_KEY.getPublic().getEncoded();
    byte[] afterPublicKey = new byte[0];
    byte[] afterExtensions = new byte[0];
    byte[] afterSignature = new byte[0];
    byte[] unusedBits = {0};
    String signatureName = "SHA256withECDSA";
    @Nullable AlgorithmParameterSpec signatureParameters;
    KeyPair signer = CA_KEY;
    private final Map<String, byte[]> extensions = new LinkedHashMap<>();
    private byte[] moreExtensions = new byte[0];

    static CertificateBuilder peer(KeyPurpose purpose) {
        return new CertificateBuilder()
                .critical(Extensions.BASIC_CONSTRAINTS, sequence())
                .critical(Extensions.KEY_USAGE, hex("03020780"))
                .plain(Extensions.SUBJECT_KEY_IDENTIFIER, hex("0401ff"))
                .plain(Extensions.AUTHORITY_KEY_IDENTIFIER, sequence(der(0x80, CA_KEY_ID)))
                .plain(Extensions.EXTENDED_KEY_USAGE, sequence(oid(purpose.oid())))
                .plain(
                        Extensions.SUBJECT_ALTERNATIVE_NAME,
                        sequence(text(0x86, "urn:fieldgate:tenant:t:node:n")));
    }

    static CertificateBuilder ca() {
        CertificateBuilder ca =
                new CertificateBuilder()
                        .critical(Extensions.BASIC_CONSTRAINTS, sequence(TRUE, integer(0)))
                        .critical(Extensions.KEY_USAGE, hex("03020106"))
                        .plain(Extensions.SUBJECT_KEY_IDENTIFIER, der(0x04, CA_KEY_ID))
                        .plain(
                                Extensions.AUTHORITY_KEY_IDENTIFIER,
                                sequence(der(0x80, hex("aabb"))));
        ca.issuer = name(CN, "root");
        ca.subject = CA_NAME;
        ca.publicKey = CA_KEY.getPublic().getEncoded();
        ca.validity = sequence(utcTime("250101000000Z"), utcTime("350101000000Z"));
        return ca;
    }

    CertificateBuilder critical(String oid, byte[] value) {
        return extension(oid, sequence(oid(oid), TRUE, der(Der.OCTET_STRING, value)));
    }

    CertificateBuilder plain(String oid, byte[] value) {
        return extension(oid, sequence(oid(oid), der(Der.OCTET_STRING, value)));
    }

    CertificateBuilder extension(String oid, byte[] whole) {
        extensions.put(oid, whole);
        return this;
    }

    CertificateBuilder without(String oid) {
        extensions.remove(oid);
        return this;
    }

    CertificateBuilder once(byte[] wholeExtension) {
        moreExtensions = concat(moreExtensions, wholeExtension);
        return this;
    }

    /// Signs with another key, or in another way.
    CertificateBuilder signedBy(
            KeyPair key,
            String name,
            @Nullable AlgorithmParameterSpec parameters,
            String algorithm) {
        signer = key;
        signatureName = name;
        signatureParameters = parameters;
        innerAlgorithm = hex(algorithm);
        outerAlgorithm = innerAlgorithm;
        return this;
    }

    byte[] toBeSigned() {
        byte[] list = concat(extensions.values().toArray(byte[][]::new));
        return sequence(
                version,
                serial,
                innerAlgorithm,
                issuer,
                validity,
                subject,
                publicKey,
                afterPublicKey,
                der(
                        0xa3,
                        concat(der(Der.SEQUENCE, concat(list, moreExtensions)), afterExtensions)));
    }

    byte[] build() {
        return buildAround(toBeSigned());
    }

    byte[] buildAround(byte[] toBeSigned) {
        try {
            Signature signature = Signature.getInstance(signatureName);
            if (signatureParameters != null) {
                signature.setParameter(signatureParameters);
            }
            signature.initSign(signer.getPrivate());
            signature.update(toBeSigned);
            return sequence(
                    toBeSigned,
                    outerAlgorithm,
                    der(Der.BIT_STRING, concat(unusedBits, signature.sign())),
                    afterSignature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair newKey(String algorithm, @Nullable AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static PSSParameterSpec pss(String hash, int saltLength) {
        return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltLength, 1);
    }
}
