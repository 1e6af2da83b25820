package io.fieldgate.openvpn.certificate;

import org.jspecify.annotations.Nullable;

/// Reads elements one after the other.
final class DerCursor {
    private final byte[] bytes;
    private final int limit;
    private int at;

    DerCursor(byte[] bytes, int at, int limit) {
        this.bytes = bytes;
        this.at = at;
        this.limit = limit;
    }

    boolean hasNext() {
        return at < limit;
    }

    Der next() throws RefusedException {
        Der element = Der.read(bytes, at, limit);
        at += element.encoded().length;
        return element;
    }

    Der next(int tag) throws RefusedException {
        return next().expect(tag);
    }

    /// The next element if it has this tag; otherwise null, and nothing is read.
    @Nullable Der optional(int tag) throws RefusedException {
        return hasNext() && (bytes[at] & 0xff) == tag ? next() : null;
    }

    void end() throws RefusedException {
        if (hasNext()) {
            throw RefusedException.malformed("an element too many in the DER");
        }
    }
}
