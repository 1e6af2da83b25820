package io.fieldgate.openvpn.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The names that a CA may certify (RFC 5280 section 4.2.1.10).
///
/// Fails closed: a name of a constrained kind that cannot be compared is not permitted. These
/// cannot: URIs (ours are `urn:`, which have no host), other names, wildcards, and directory names
/// with what is excluded.
record NameConstraints(List<GeneralName> permitted, List<GeneralName> excluded) {
    static final NameConstraints NONE = new NameConstraints(List.of(), List.of());

    private static final int PERMITTED = 0xa0;
    private static final int EXCLUDED = 0xa1;

    NameConstraints {
        permitted = List.copyOf(permitted);
        excluded = List.copyOf(excluded);
    }

    static NameConstraints parse(@Nullable Der extension) throws RefusedException {
        if (extension == null) {
            return NONE;
        }
        DerCursor parts = extension.expect(Der.SEQUENCE).children();
        Der permitted = parts.optional(PERMITTED);
        Der excluded = parts.optional(EXCLUDED);
        parts.end();
        if (permitted == null && excluded == null) {
            throw RefusedException.malformed("name constraints without any");
        }
        return new NameConstraints(subtrees(permitted), subtrees(excluded));
    }

    private static List<GeneralName> subtrees(@Nullable Der list) throws RefusedException {
        List<GeneralName> bases = new ArrayList<>();
        if (list != null) {
            DerCursor each = list.children();
            do {
                DerCursor subtree = each.next(Der.SEQUENCE).children();
                bases.add(GeneralName.of(subtree.next()));
                // Neither minimum nor maximum: RFC 5280 has no use for them.
                subtree.end();
            } while (each.hasNext());
        }
        return bases;
    }

    void check(Der subject, DistinguishedName subjectText, List<GeneralName> alternativeNames)
            throws RefusedException {
        if (subjectText.hasEmail() && constrains(GeneralName.EMAIL)) {
            throw notPermitted();
        }
        checkDirectoryName(subject);
        for (GeneralName name : alternativeNames) {
            if (name.type() == GeneralName.DIRECTORY) {
                checkDirectoryName(name.directoryName());
            } else {
                checkName(name);
            }
        }
    }

    private boolean constrains(int type) {
        return permitted.stream().anyMatch(base -> base.type() == type)
                || excluded.stream().anyMatch(base -> base.type() == type);
    }

    private void checkName(GeneralName name) throws RefusedException {
        boolean anyPermitted = false;
        boolean isPermitted = false;
        for (GeneralName base : permitted) {
            if (base.type() == name.type()) {
                anyPermitted = true;
                isPermitted |= matches(base, name);
            }
        }
        if (anyPermitted && !isPermitted) {
            throw notPermitted();
        }
        for (GeneralName base : excluded) {
            if (base.type() == name.type() && matches(base, name)) {
                throw notPermitted();
            }
        }
    }

    private void checkDirectoryName(Der name) throws RefusedException {
        boolean anyPermitted = false;
        boolean isPermitted = false;
        for (GeneralName base : permitted) {
            if (base.type() == GeneralName.DIRECTORY) {
                anyPermitted = true;
                isPermitted |= begins(base.directoryName(), name);
            }
        }
        boolean anyExcluded =
                excluded.stream().anyMatch(base -> base.type() == GeneralName.DIRECTORY);
        if (anyExcluded || (anyPermitted && !isPermitted)) {
            throw notPermitted();
        }
    }

    /// Byte by byte: another spelling of a permitted name is not permitted.
    private static boolean begins(Der base, Der name) throws RefusedException {
        DerCursor wanted = base.children();
        DerCursor given = name.children();
        while (wanted.hasNext()) {
            if (!given.hasNext() || !wanted.next().sameBytes(given.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(GeneralName base, GeneralName name) throws RefusedException {
        return switch (base.type()) {
            case GeneralName.DNS -> isWithin(name.text(), host(base.text()));
            case GeneralName.EMAIL -> matchesMailbox(base.text(), name.text());
            case GeneralName.IP -> matchesAddress(base.value(), name.value());
            default -> throw notPermitted();
        };
    }

    private static String host(String text) throws RefusedException {
        if (!text.isEmpty() && !AlternativeNames.isHost(text)) {
            throw RefusedException.malformed("name constraint");
        }
        return text;
    }

    private static boolean isWithin(String dnsName, String base) throws RefusedException {
        if (AlternativeNames.isWildcard(dnsName)) {
            throw notPermitted();
        }
        return base.isEmpty() || equal(dnsName, base) || endsWith(dnsName, "." + base);
    }

    /// A whole address, a host, or `.` and a domain.
    private static boolean matchesMailbox(String base, String mailbox) throws RefusedException {
        if (base.indexOf('@') >= 0) {
            if (!AlternativeNames.isMailbox(base)) {
                throw RefusedException.malformed("name constraint");
            }
            int at = base.indexOf('@');
            return mailbox.startsWith(base.substring(0, at + 1))
                    && equal(mailbox.substring(at + 1), base.substring(at + 1));
        }
        String mailHost = AlternativeNames.hostOf(mailbox);
        if (base.startsWith(".")) {
            return endsWith(mailHost, "." + host(base.substring(1)));
        }
        return base.isEmpty() || equal(mailHost, host(base));
    }

    /// Address and mask; the mask's ones come first.
    private static boolean matchesAddress(Der base, Der address) throws RefusedException {
        int length = base.length() / 2;
        if (base.length() != 8 && base.length() != 32) {
            throw RefusedException.malformed("name constraint");
        }
        boolean ended = false;
        boolean same = length == address.length();
        for (int bit = 0; bit < length * 8; bit++) {
            int shift = 7 - bit % 8;
            boolean masked = (base.at(length + bit / 8) >> shift & 1) == 1;
            if (masked && ended) {
                throw RefusedException.malformed("name constraint");
            }
            ended |= !masked;
            same =
                    same
                            && (!masked
                                    || ((base.at(bit / 8) ^ address.at(bit / 8)) >> shift & 1)
                                            == 0);
        }
        return same;
    }

    private static boolean equal(String a, String b) {
        return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
    }

    private static boolean endsWith(String name, String end) {
        return name.toLowerCase(Locale.ROOT).endsWith(end.toLowerCase(Locale.ROOT));
    }

    private static RefusedException notPermitted() {
        return new RefusedException(
                RefusalReason.NAME_CONSTRAINTS, "the CA may not certify this name");
    }
}
