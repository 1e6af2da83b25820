package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.RefusedException.require;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// A certificate's public key, of an allowed kind (RFC 5480, 3279, 8410).
record SubjectKey(KeyType type, PublicKey key) {
    private static final String EC_P256 = "301306072a8648ce3d020106082a8648ce3d030107";
    private static final String EC_P384 = "301006072a8648ce3d020106052b81040022";
    private static final String RSA = "300d06092a864886f70d0101010500";
    private static final String ED25519 = "300506032b6570";
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 8192;
    private static final BigInteger RSA_EXPONENT_MIN = BigInteger.valueOf(65537);
    private static final int RSA_EXPONENT_BITS_MAX = 64;

    static SubjectKey parse(Der publicKeyInfo) throws RefusedException {
        DerCursor parts = publicKeyInfo.children();
        KeyType type = type(parts.next(Der.SEQUENCE));
        Der bits = parts.next(Der.BIT_STRING);
        parts.end();
        require(bits.at(0) == 0, RefusalReason.KEY, "public key has odd bits");
        try {
            PublicKey key =
                    KeyFactory.getInstance(jcaName(type))
                            .generatePublic(new X509EncodedKeySpec(publicKeyInfo.encoded()));
            require(
                    isSound(type, key),
                    RefusalReason.KEY,
                    "public key is not one of those allowed");
            return new SubjectKey(type, key);
        } catch (GeneralSecurityException noKey) {
            throw new RefusedException(RefusalReason.KEY, "public key cannot be read");
        }
    }

    private static KeyType type(Der algorithm) throws RefusedException {
        return switch (HexFormat.of().formatHex(algorithm.encoded())) {
            case EC_P256 -> KeyType.P256;
            case EC_P384 -> KeyType.P384;
            case RSA -> KeyType.RSA;
            case ED25519 -> KeyType.ED25519;
            default ->
                    throw new RefusedException(
                            RefusalReason.KEY, "public key is not one of those allowed");
        };
    }

    private static String jcaName(KeyType type) {
        return switch (type) {
            case P256, P384 -> "EC";
            case RSA -> "RSA";
            case ED25519 -> "Ed25519";
        };
    }

    private static boolean isSound(KeyType type, PublicKey key) {
        return switch (type) {
            case P256, P384 -> key instanceof ECPublicKey point && isOnCurve(point);
            case RSA -> key instanceof RSAPublicKey rsa && isSound(rsa);
            case ED25519 -> true;
        };
    }

    /// Whether y² = x³ + ax + b; both curves have cofactor 1, so this is all.
    private static boolean isOnCurve(ECPublicKey key) {
        EllipticCurve curve = key.getParams().getCurve();
        ECPoint point = key.getW();
        if (point.equals(ECPoint.POINT_INFINITY)
                || !(curve.getField() instanceof ECFieldFp field)) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(2).add(curve.getA()).multiply(x).add(curve.getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static boolean isSound(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        return bits >= RSA_BITS_MIN
                && bits <= RSA_BITS_MAX
                && bits % 8 == 0
                && exponent.testBit(0)
                && exponent.compareTo(RSA_EXPONENT_MIN) >= 0
                && exponent.bitLength() <= RSA_EXPONENT_BITS_MAX;
    }
}
