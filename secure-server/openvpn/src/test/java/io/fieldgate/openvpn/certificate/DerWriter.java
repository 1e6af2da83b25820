package io.fieldgate.openvpn.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Writes DER, right or wrong, as the test wants it.
final class DerWriter {
    static final byte[] TRUE = der(Der.BOOLEAN, (byte) 0xff);
    static final byte[] FALSE = der(Der.BOOLEAN, (byte) 0);

    private DerWriter() {}

    static byte[] der(int tag, byte... content) {
        int length = content.length;
        byte[] head;
        if (length < 0x80) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return concat(head, content);
    }

    static byte[] sequence(byte[]... parts) {
        return der(Der.SEQUENCE, concat(parts));
    }

    static byte[] oid(String hex) {
        return der(Der.OID, hex(hex));
    }

    static byte[] integer(long value) {
        return der(Der.INTEGER, BigInteger.valueOf(value).toByteArray());
    }

    static byte[] text(int tag, String text) {
        return der(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] utcTime(String text) {
        return text(Der.UTC_TIME, text);
    }

    /// A name of one set for each pair of attribute (OID in hex) and text.
    static byte[] name(String... attributesAndTexts) {
        byte[] all = new byte[0];
        for (int i = 0; i < attributesAndTexts.length; i += 2) {
            byte[] value = text(Der.UTF8_STRING, attributesAndTexts[i + 1]);
            all = concat(all, der(Der.SET, attribute(attributesAndTexts[i], value)));
        }
        return der(Der.SEQUENCE, all);
    }

    static byte[] attribute(String oid, byte[] value) {
        return sequence(oid(oid), value);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
