package io.fieldgate.openvpn.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.Set;

/// The signature algorithms that are allowed, each known by its one encoding (RFC 3279, 4055, 5758,
/// 8410): parameters are compared with it, not read.
enum SignatureScheme {
    ECDSA_SHA256("SHA256withECDSA", "300a06082a8648ce3d040302"),
    ECDSA_SHA384("SHA384withECDSA", "300a06082a8648ce3d040303"),
    ECDSA_SHA512("SHA512withECDSA", "300a06082a8648ce3d040304"),
    RSA_SHA256("SHA256withRSA", "300d06092a864886f70d01010b0500"),
    RSA_SHA384("SHA384withRSA", "300d06092a864886f70d01010c0500"),
    RSA_SHA512("SHA512withRSA", "300d06092a864886f70d01010d0500"),
    PSS_SHA256("SHA-256", "01", 32),
    PSS_SHA384("SHA-384", "02", 48),
    PSS_SHA512("SHA-512", "03", 64),
    ED25519("Ed25519", "300506032b6570");

    private final String jcaName;
    private final String encoding;
    private final String pssHash;
    private final int saltLength;

    SignatureScheme(String jcaName, String encoding) {
        this.jcaName = jcaName;
        this.encoding = encoding;
        this.pssHash = "";
        this.saltLength = 0;
    }

    /// RSASSA-PSS with MGF1 over the same hash and a salt of the hash's length.
    SignatureScheme(String pssHash, String hashOid, int saltLength) {
        this.jcaName = "RSASSA-PSS";
        this.encoding = pssEncoding(hashOid, saltLength);
        this.pssHash = pssHash;
        this.saltLength = saltLength;
    }

    /// The scheme of this AlgorithmIdentifier, if it fits the key that is to verify with it.
    static SignatureScheme of(Der algorithm, KeyType key) throws RefusedException {
        String encoding = HexFormat.of().formatHex(algorithm.encoded());
        for (SignatureScheme scheme : values()) {
            if (scheme.encoding.equals(encoding) && scheme.keys().contains(key)) {
                return scheme;
            }
        }
        throw new RefusedException(
                RefusalReason.ALGORITHM, "signature algorithm is not one of those allowed");
    }

    boolean verifies(byte[] message, byte[] signature, PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(jcaName);
            if (saltLength > 0) {
                verifier.setParameter(
                        new PSSParameterSpec(
                                pssHash,
                                "MGF1",
                                new MGF1ParameterSpec(pssHash),
                                saltLength,
                                PSSParameterSpec.TRAILER_FIELD_BC));
            }
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private Set<KeyType> keys() {
        return switch (this) {
            case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> Set.of(KeyType.P256, KeyType.P384);
            case RSA_SHA256, RSA_SHA384, RSA_SHA512, PSS_SHA256, PSS_SHA384, PSS_SHA512 ->
                    Set.of(KeyType.RSA);
            case ED25519 -> Set.of(KeyType.ED25519);
        };
    }

    private static String pssEncoding(String hashOid, int saltLength) {
        String sha2 = "300d06096086480165030402" + hashOid + "0500";
        return "304106092a864886f70d01010a3034a00f"
                + sha2
                + "a11c301a06092a864886f70d010108"
                + sha2
                + "a2030201%02x".formatted(saltLength);
    }
}
