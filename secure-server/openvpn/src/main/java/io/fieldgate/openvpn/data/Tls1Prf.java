package io.fieldgate.openvpn.data;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The pseudo-random function of TLS 1.0 (RFC 2246, section 5): P_MD5 XOR P_SHA1.
final class Tls1Prf {
    private Tls1Prf() {}

    static byte[] derive(byte[] secret, byte[] seed, int length) {
        int half = (secret.length + 1) / 2;
        byte[] first = Arrays.copyOfRange(secret, 0, half);
        byte[] second = Arrays.copyOfRange(secret, secret.length - half, secret.length);
        byte[] result = expand("HmacMD5", first, seed, length);
        byte[] other = expand("HmacSHA1", second, seed, length);
        for (int i = 0; i < length; i++) {
            result[i] ^= other[i];
        }
        return result;
    }

    private static byte[] expand(String algorithm, byte[] secret, byte[] seed, int length) {
        byte[] out = new byte[length];
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] a = seed;
            for (int done = 0; done < length; ) {
                a = mac.doFinal(a);
                mac.update(a);
                byte[] block = mac.doFinal(seed);
                int count = Math.min(block.length, length - done);
                System.arraycopy(block, 0, out, done, count);
                done += count;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is not available", e);
        }
        return out;
    }
}
