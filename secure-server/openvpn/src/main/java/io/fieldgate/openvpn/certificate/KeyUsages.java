package io.fieldgate.openvpn.certificate;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Basic constraints, key usage and extended key usage (RFC 5280 sections 4.2.1.9, .3 and .12).
///
/// @param authority whether basic constraints say CA:TRUE
/// @param keyUsage the bits, bit 0 (digitalSignature) highest; 0 without the extension
/// @param extendedKeyUsages object identifiers in hex; none without the extension
record KeyUsages(boolean authority, int keyUsage, Set<String> extendedKeyUsages) {
    static final int DIGITAL_SIGNATURE = 0x8000;
    static final int KEY_CERT_SIGN = 0x0400;
    static final int CRL_SIGN = 0x0200;

    private static final int BIT_STRING_BYTES_MAX = 3;

    KeyUsages {
        extendedKeyUsages = Set.copyOf(extendedKeyUsages);
    }

    static KeyUsages parse(Extensions extensions) throws RefusedException {
        return new KeyUsages(
                isAuthority(extensions.find(Extensions.BASIC_CONSTRAINTS)),
                keyUsage(extensions.find(Extensions.KEY_USAGE)),
                extended(extensions.find(Extensions.EXTENDED_KEY_USAGE)));
    }

    boolean has(int bits) {
        return (keyUsage & bits) != 0;
    }

    private static boolean isAuthority(@Nullable Der constraints) throws RefusedException {
        if (constraints == null) {
            return false;
        }
        DerCursor parts = constraints.expect(Der.SEQUENCE).children();
        Der authority = parts.optional(Der.BOOLEAN);
        if (authority != null) {
            if (authority.at(0) == 0) {
                throw RefusedException.malformed("the default value is written out");
            }
            Der pathLength = parts.optional(Der.INTEGER);
            if (pathLength != null && pathLength.integer().signum() < 0) {
                throw RefusedException.malformed("path length is negative");
            }
        }
        parts.end();
        return authority != null;
    }

    private static int keyUsage(@Nullable Der bits) throws RefusedException {
        if (bits == null) {
            return 0;
        }
        int length = bits.expect(Der.BIT_STRING).length();
        // In a list of named bits the last one is set (X.690 section 11.2.2).
        if (length < 2
                || length > BIT_STRING_BYTES_MAX
                || (bits.at(length - 1) >>> bits.at(0) & 1) == 0) {
            throw RefusedException.malformed("key usage");
        }
        return bits.at(1) << 8 | (length > 2 ? bits.at(2) : 0);
    }

    private static Set<String> extended(@Nullable Der list) throws RefusedException {
        Set<String> usages = new HashSet<>();
        if (list != null) {
            DerCursor each = list.expect(Der.SEQUENCE).children();
            do {
                usages.add(each.next(Der.OID).hex());
            } while (each.hasNext());
        }
        return usages;
    }
}
