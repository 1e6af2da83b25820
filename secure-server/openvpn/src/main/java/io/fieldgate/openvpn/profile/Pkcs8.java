package io.fieldgate.openvpn.profile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Dresses older private key formats as PKCS #8 (RFC 5958), which is what the JDK reads.
final class Pkcs8 {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = hex("06072a8648ce3d0201");

    private Pkcs8() {}

    /// An RSAPrivateKey of PKCS #1 (RFC 8017 A.1.2).
    static byte[] ofRsa(byte[] der) {
        return tagged(SEQUENCE, VERSION_0, RSA, tagged(OCTET_STRING, der));
    }

    /// An ECPrivateKey of SEC 1 (RFC 5915) that names its curve.
    static byte[] ofEc(byte[] der) throws Refusal {
        byte[] algorithm = tagged(SEQUENCE, EC_PUBLIC_KEY, curveOf(der));
        return tagged(SEQUENCE, VERSION_0, algorithm, tagged(OCTET_STRING, der));
    }

    private static byte[] curveOf(byte[] der) throws Refusal {
        ByteBuffer key = content(ByteBuffer.wrap(der), SEQUENCE);
        while (key.hasRemaining()) {
            int tag = key.get(key.position()) & 0xff;
            ByteBuffer value = content(key, tag);
            if (tag == PARAMETERS) {
                byte[] curve = new byte[value.remaining()];
                value.get(curve);
                return curve;
            }
        }
        throw damaged();
    }

    /// Takes one element off the front.
    private static ByteBuffer content(ByteBuffer in, int tag) throws Refusal {
        if (in.remaining() < 2 || (in.get() & 0xff) != tag) {
            throw damaged();
        }
        int length = in.get() & 0xff;
        if (length > 0x80 && length <= 0x82) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes && in.hasRemaining(); i++) {
                length = (length << 8) | (in.get() & 0xff);
            }
        } else if (length >= 0x80) {
            throw damaged();
        }
        if (length > in.remaining()) {
            throw damaged();
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            // A block of a profile has at most 65536 bytes, its key fewer.
            out.write(0x82);
            out.write(length >>> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static Refusal damaged() {
        return new Refusal("is a private key that is damaged", "insert it again, all lines");
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
