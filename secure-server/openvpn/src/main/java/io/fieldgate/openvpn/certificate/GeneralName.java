package io.fieldgate.openvpn.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One name of any kind (RFC 5280 section 4.2.1.6).
///
/// @param type the number of its tag
record GeneralName(int type, Der value) {
    static final int OTHER = 0;
    static final int EMAIL = 1;
    static final int DNS = 2;
    static final int DIRECTORY = 4;
    static final int URI = 6;
    static final int IP = 7;

    private static final int PRIMITIVE = 0x80;
    private static final int CONSTRUCTED = 0xa0;

    static GeneralName of(Der value) throws RefusedException {
        int type = value.tag() & 0x1f;
        int form =
                switch (type) {
                    case EMAIL, DNS, URI, IP, 8 -> PRIMITIVE;
                    case OTHER, 3, DIRECTORY, 5 -> CONSTRUCTED;
                    default -> -1;
                };
        if (value.tag() != (form | type)) {
            throw RefusedException.malformed("general name");
        }
        return new GeneralName(type, value);
    }

    /// One name or more.
    static List<GeneralName> list(Der names) throws RefusedException {
        List<GeneralName> all = new ArrayList<>();
        DerCursor each = names.children();
        do {
            all.add(of(each.next()));
        } while (each.hasNext());
        return all;
    }

    /// The text of an e-mail address, DNS name or URI; not checked further.
    String text() {
        return new String(value.contentBytes(), StandardCharsets.ISO_8859_1);
    }

    /// The Name within.
    Der directoryName() throws RefusedException {
        DerCursor inner = value.children();
        Der name = inner.next(Der.SEQUENCE);
        inner.end();
        return name;
    }
}
