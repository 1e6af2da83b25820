package io.fieldgate.openvpn.certificate;

/// What DER asks of an element beyond tag and length (X.690 sections 8, 10 and 11).
final class DerRules {
    private static final int DEPTH_MAX = 16;
    private static final int CLASS = 0xc0;
    private static final int CONSTRUCTED = 0x20;

    private DerRules() {}

    static void check(Der element) throws RefusedException {
        check(element, DEPTH_MAX);
    }

    private static void check(Der element, int depth) throws RefusedException {
        require(depth > 0, "nested too deeply");
        int tag = element.tag();
        switch (tag) {
            case Der.BOOLEAN ->
                    require(
                            element.length() == 1 && (element.at(0) == 0 || element.at(0) == 0xff),
                            "boolean");
            case Der.INTEGER -> require(isShortest(element), "integer");
            case Der.BIT_STRING -> require(isBitString(element), "bit string");
            case Der.NULL -> require(element.length() == 0, "null");
            case Der.OID -> require(isObjectIdentifier(element), "object identifier");
            case Der.SEQUENCE -> checkChildren(element, depth);
            case Der.SET -> {
                checkChildren(element, depth);
                checkOrder(element);
            }
            default -> {
                require((tag & CLASS) != 0 || (tag & CONSTRUCTED) == 0, "string in pieces");
                if ((tag & CONSTRUCTED) != 0) {
                    checkChildren(element, depth);
                }
            }
        }
    }

    private static void checkChildren(Der element, int depth) throws RefusedException {
        DerCursor children = element.children();
        while (children.hasNext()) {
            check(children.next(), depth - 1);
        }
    }

    private static void checkOrder(Der set) throws RefusedException {
        DerCursor children = set.children();
        Der last = children.hasNext() ? children.next() : set;
        while (children.hasNext()) {
            Der next = children.next();
            require(last.isBefore(next), "order in a set");
            last = next;
        }
    }

    private static boolean isShortest(Der integer) {
        if (integer.length() < 2) {
            return integer.length() == 1;
        }
        boolean negative = integer.at(1) >= 0x80;
        return integer.at(0) != (negative ? 0xff : 0);
    }

    private static boolean isBitString(Der bits) {
        if (bits.length() == 0 || bits.at(0) > 7) {
            return false;
        }
        int padding = (1 << bits.at(0)) - 1;
        return bits.length() == 1 ? padding == 0 : (bits.at(bits.length() - 1) & padding) == 0;
    }

    private static boolean isObjectIdentifier(Der oid) {
        boolean begins = true;
        for (int i = 0; i < oid.length(); i++) {
            if (begins && oid.at(i) == 0x80) {
                return false;
            }
            begins = oid.at(i) < 0x80;
        }
        return begins && oid.length() > 0;
    }

    private static void require(boolean holds, String what) throws RefusedException {
        if (!holds) {
            throw RefusedException.malformed("not DER: " + what);
        }
    }
}
