package io.fieldgate.server.simulation;

import java.math.BigInteger;
import java.net.InetAddress;

/// An IP address as one number.
record Address(boolean ipv6, BigInteger number) {
    static Address of(String text) {
        byte[] bytes = InetAddress.ofLiteral(text).getAddress();
        return new Address(bytes.length == 16, new BigInteger(1, bytes));
    }

    /// The address so many places behind this one.
    Address plus(long places) {
        return new Address(ipv6, number.add(BigInteger.valueOf(places)));
    }

    /// In network order.
    byte[] bytes() {
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = number.shiftRight(8 * (bytes.length - 1 - i)).byteValue();
        }
        return bytes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byte[] bytes = bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (ipv6) {
                text.append(i > 0 && i % 2 == 0 ? ":" : "").append("%02x".formatted(bytes[i]));
            } else {
                text.append(i > 0 ? "." : "").append(bytes[i] & 0xff);
            }
        }
        return text.toString();
    }
}
