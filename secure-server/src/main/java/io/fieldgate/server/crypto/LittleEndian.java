package io.fieldgate.server.crypto;

import java.math.BigInteger;

/// Numbers with their last byte first.
final class LittleEndian {
    private LittleEndian() {}

    /// A number in so many bytes; those above are left out.
    static byte[] of(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] reversed = new byte[length];
        for (int i = 0; i < Math.min(length, bytes.length); i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    static BigInteger number(byte[] bytes) {
        byte[] copy = bytes.clone();
        reverse(copy);
        return new BigInteger(1, copy);
    }

    static void reverse(byte[] bytes) {
        for (int i = 0; i < bytes.length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
    }
}
