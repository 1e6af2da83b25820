package io.fieldgate.server.rehearsal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Writes the few kinds of DER (ITU-T X.690) that a certificate is made of.
final class Der {
    private static final int BOOLEAN = 0x01;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int LONG_FORM = 0x80;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] set(byte[]... parts) {
        return element(SET, parts);
    }

    static byte[] octets(byte[]... parts) {
        return element(OCTET_STRING, parts);
    }

    /// @param unused bits at its end
    static byte[] bits(int unused, byte[] bytes) {
        return element(BIT_STRING, new byte[] {(byte) unused}, bytes);
    }

    static byte[] yes() {
        return element(BOOLEAN, new byte[] {(byte) 0xff});
    }

    static byte[] text(String text) {
        return element(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param time as `260101000000Z`; RFC 5280 wants this form until 2049
    static byte[] time(String time) {
        return element(UTC_TIME, time.getBytes(StandardCharsets.US_ASCII));
    }

    /// @param hex of the whole element
    static byte[] raw(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= LONG_FORM) {
            out.write(LONG_FORM | 2);
            out.write(length >>> Byte.SIZE);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
