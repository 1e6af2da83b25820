package io.fieldgate.server.crypto;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.security.InvalidKeyException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;

/// The JDK's keys of P-256 (FIPS 186-4, D.1.2.3) in libcrypto's form.
final class P256 {
    private static final int LENGTH = NativeKey.P256_LENGTH;
    private static final byte UNCOMPRESSED = 4;

    private static final BigInteger FIELD =
            number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static final BigInteger A = FIELD.subtract(BigInteger.valueOf(3));
    private static final BigInteger B =
            number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    private static final BigInteger GENERATOR_X =
            number("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
    private static final BigInteger GENERATOR_Y =
            number("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
    private static final BigInteger ORDER =
            number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    private static final ECPoint GENERATOR = new ECPoint(GENERATOR_X, GENERATOR_Y);

    private P256() {}

    /// Whether a key is on this curve, with all its parameters.
    static boolean fits(Object key) {
        return key instanceof ECKey ec && ec.getParams() != null && isOurs(ec.getParams());
    }

    private static boolean isOurs(ECParameterSpec parameters) {
        return parameters.getCofactor() == 1
                && parameters.getOrder().equals(ORDER)
                && parameters.getGenerator().equals(GENERATOR)
                && parameters.getCurve().getField() instanceof ECFieldFp field
                && field.getP().equals(FIELD)
                && parameters.getCurve().getB().equals(B)
                && parameters.getCurve().getA().equals(A);
    }

    static NativeKey load(ECPublicKey key) throws InvalidKeyException {
        ECPoint point = key.getW();
        if (point.equals(ECPoint.POINT_INFINITY)) {
            throw new InvalidKeyException("the point at infinity is no key");
        }
        byte[] bytes = new byte[1 + 2 * LENGTH];
        bytes[0] = UNCOMPRESSED;
        put(point.getAffineX(), bytes, 1);
        put(point.getAffineY(), bytes, 1 + LENGTH);
        return NativeKey.p256Public(bytes);
    }

    static NativeKey load(ECPrivateKey key) throws InvalidKeyException {
        BigInteger number = key.getS();
        if (number.signum() <= 0 || number.compareTo(ORDER) >= 0) {
            throw new InvalidKeyException("the private key is out of range");
        }
        byte[] scalar = new byte[LENGTH];
        try {
            put(number, scalar, 0);
            if (ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN)) {
                LittleEndian.reverse(scalar);
            }
            return NativeKey.p256Private(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    /// The number in 32 bytes, the first byte first.
    private static void put(BigInteger number, byte[] to, int at) throws InvalidKeyException {
        if (number.signum() < 0 || number.bitLength() > LENGTH * Byte.SIZE) {
            throw new InvalidKeyException("a number of a key is out of range");
        }
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, LENGTH);
        System.arraycopy(bytes, bytes.length - length, to, at + LENGTH - length, length);
        Arrays.fill(bytes, (byte) 0);
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }
}
