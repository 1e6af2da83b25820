package io.fieldgate.server.routing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// IPv4 addresses held as 32 bits.
public final class Ipv4Text {
    private Ipv4Text() {}

    /// Dotted decimal.
    public static String of(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 0xff)
                + "."
                + (address >>> 8 & 0xff)
                + "."
                + (address & 0xff);
    }

    /// The same address as the JDK's type.
    public static Inet4Address toInetAddress(int address) {
        byte[] bytes = {
            (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
        };
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
