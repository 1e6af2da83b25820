package io.fieldgate.server.crypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.XECKey;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Locale;

/// The JDK's keys of X25519 (RFC 7748) in libcrypto's form.
final class X25519 {
    static final int LENGTH = NativeKey.X25519_LENGTH;
    private static final int BITS = 255;

    private X25519() {}

    static boolean fits(Object key) {
        return key instanceof XECKey xec && isOurs(xec.getParams());
    }

    static boolean isOurs(AlgorithmParameterSpec parameters) {
        return parameters instanceof NamedParameterSpec named
                && named.getName().toUpperCase(Locale.ROOT).equals("X25519");
    }

    static NativeKey load(XECPublicKey key) throws InvalidKeyException {
        BigInteger coordinate = key.getU();
        if (coordinate.signum() < 0) {
            throw new InvalidKeyException("a coordinate is not negative");
        }
        byte[] bytes = LittleEndian.of(coordinate.clearBit(BITS), LENGTH);
        return NativeKey.x25519Public(bytes);
    }

    /// To agree with.
    static NativeKey load(XECPrivateKey key) throws InvalidKeyException {
        byte[] scalar =
                key.getScalar()
                        .orElseThrow(() -> new InvalidKeyException("a key without its number"));
        try {
            if (scalar.length != LENGTH) {
                throw new InvalidKeyException("a private key of " + scalar.length + " bytes");
            }
            return NativeKey.x25519Private(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    /// Of 32 bytes, whose topmost bit counts for nothing.
    static XECPublicKeySpec specification(byte[] publicKey) {
        BigInteger coordinate = LittleEndian.number(publicKey).clearBit(BITS);
        return new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate);
    }
}
