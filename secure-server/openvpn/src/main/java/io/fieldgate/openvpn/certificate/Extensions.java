package io.fieldgate.openvpn.certificate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A certificate's extensions (RFC 5280 section 4.2), each at most once.
///
/// They are named by the bytes of their object identifiers, in hex.
final class Extensions {
    static final String SUBJECT_KEY_IDENTIFIER = "551d0e";
    static final String KEY_USAGE = "551d0f";
    static final String SUBJECT_ALTERNATIVE_NAME = "551d11";
    static final String BASIC_CONSTRAINTS = "551d13";
    static final String NAME_CONSTRAINTS = "551d1e";
    static final String AUTHORITY_KEY_IDENTIFIER = "551d23";
    static final String POLICY_CONSTRAINTS = "551d24";
    static final String EXTENDED_KEY_USAGE = "551d25";

    private final Map<String, Extension> byId;

    private Extensions(Map<String, Extension> byId) {
        this.byId = byId;
    }

    private record Extension(boolean critical, Der value) {}

    /// @param list the SEQUENCE of extensions
    static Extensions parse(Der list) throws RefusedException {
        Map<String, Extension> byId = new LinkedHashMap<>();
        DerCursor each = list.expect(Der.SEQUENCE).children();
        do {
            DerCursor parts = each.next(Der.SEQUENCE).children();
            String id = parts.next(Der.OID).hex();
            Der critical = parts.optional(Der.BOOLEAN);
            if (critical != null && critical.at(0) == 0) {
                throw RefusedException.malformed("the default value is written out");
            }
            Der value = Der.parse(parts.next(Der.OCTET_STRING).contentBytes());
            parts.end();
            if (byId.put(id, new Extension(critical != null, value)) != null) {
                throw new RefusedException(
                        RefusalReason.DUPLICATE_EXTENSION, "the same extension twice");
            }
        } while (each.hasNext());
        return new Extensions(byId);
    }

    static Extensions none() {
        return new Extensions(Map.of());
    }

    @Nullable Der find(String id) {
        Extension extension = byId.get(id);
        return extension == null ? null : extension.value();
    }

    boolean isCritical(String id) {
        Extension extension = byId.get(id);
        return extension != null && extension.critical();
    }

    void requireCriticalOnesIn(Set<String> allowed) throws RefusedException {
        for (Map.Entry<String, Extension> entry : byId.entrySet()) {
            if (entry.getValue().critical() && !allowed.contains(entry.getKey())) {
                throw new RefusedException(
                        RefusalReason.CRITICAL_EXTENSION,
                        "unknown critical extension, or one that must not be critical");
            }
        }
    }

    void requireNone(Set<String> unexpected) throws RefusedException {
        for (String id : unexpected) {
            if (byId.containsKey(id)) {
                throw new RefusedException(
                        RefusalReason.UNEXPECTED_EXTENSION, "an extension that has no place here");
            }
        }
    }
}
