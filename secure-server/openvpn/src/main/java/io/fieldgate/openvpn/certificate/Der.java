package io.fieldgate.openvpn.certificate;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/// One element of DER (X.690 section 10): a tag of one byte, a definite length of the fewest bytes,
/// a content. Immutable; shares the bytes that it was read from.
final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int PRINTABLE_STRING = 0x13;
    static final int IA5_STRING = 0x16;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int LONG_TAG = 0x1f;
    private static final int LONG_LENGTH = 0x80;
    private static final int LENGTH_BYTES_MAX = 3;

    private final byte[] bytes;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int start, int content, int end) {
        this.bytes = bytes;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /// The one element that these bytes are, well-formed down to its leaves ([DerRules]).
    static Der parse(byte[] bytes) throws RefusedException {
        Der element = read(bytes, 0, bytes.length);
        if (element.end != bytes.length) {
            throw RefusedException.malformed("bytes behind the end of the DER");
        }
        DerRules.check(element);
        return element;
    }

    /// The element that begins at `at` and ends at `limit` at the latest.
    static Der read(byte[] bytes, int at, int limit) throws RefusedException {
        if (limit - at < 2) {
            throw RefusedException.malformed("DER is cut off");
        }
        if ((bytes[at] & LONG_TAG) == LONG_TAG) {
            throw RefusedException.malformed("DER tag of several bytes");
        }
        int length = bytes[at + 1] & 0xff;
        int content = at + 2;
        if (length >= LONG_LENGTH) {
            int count = length - LONG_LENGTH;
            if (count == 0 || count > LENGTH_BYTES_MAX || count > limit - content) {
                throw RefusedException.malformed("DER length");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (bytes[content + i] & 0xff);
            }
            if (length < LONG_LENGTH || length >>> (8 * (count - 1)) == 0) {
                throw RefusedException.malformed("DER length is not the shortest");
            }
            content += count;
        }
        if (length > limit - content) {
            throw RefusedException.malformed("DER is cut off");
        }
        return new Der(bytes, at, content, content + length);
    }

    int tag() {
        return bytes[start] & 0xff;
    }

    int length() {
        return end - content;
    }

    /// A byte of the content, 0 to 255.
    int at(int index) {
        return bytes[content + index] & 0xff;
    }

    byte[] contentBytes() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /// Tag, length and content.
    byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /// The content as hex digits; names an object identifier.
    String hex() {
        return HexFormat.of().formatHex(bytes, content, end);
    }

    BigInteger integer() throws RefusedException {
        return new BigInteger(expect(INTEGER).contentBytes());
    }

    /// The elements in this one.
    DerCursor children() {
        return new DerCursor(bytes, content, end);
    }

    Der expect(int tag) throws RefusedException {
        if (tag() != tag) {
            throw RefusedException.malformed("DER tag %02x instead of %02x".formatted(tag(), tag));
        }
        return this;
    }

    boolean sameBytes(Der other) {
        return Arrays.equals(bytes, start, end, other.bytes, other.start, other.end);
    }

    boolean sameContent(Der other) {
        return Arrays.equals(bytes, content, end, other.bytes, other.content, other.end);
    }

    boolean isBefore(Der other) {
        return Arrays.compareUnsigned(bytes, start, end, other.bytes, other.start, other.end) < 0;
    }
}
