package io.fieldgate.portal.shared;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// DNS labels (RFC 1035 section 2.3.1) made from names that people chose, such as `pump-07` from
/// "Pump 07".
public final class DnsLabel {
    /// Longest label that is made of a name: room is left for a number behind it.
    private static final int MAX_LENGTH = 56;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");

    private DnsLabel() {}

    /// The label of a name: accents dropped, all but letters and digits of ASCII replaced by
    /// dashes.
    ///
    /// @param fallback such as `node`; stands before a label without a letter, so that none looks
    ///   like an address, and alone for a name of which nothing is left
    public static String of(String name, String fallback) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        String label = trim(OTHER.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-"));
        label = trim(label.substring(0, Math.min(label.length(), MAX_LENGTH)));
        boolean hasLetter = label.chars().anyMatch(c -> c >= 'a');
        return hasLetter ? label : trim(fallback + "-" + label);
    }

    /// The label of a name, with a number behind it if others have it: `pump`, `pump-2`, `pump-3`.
    public static String unique(String name, String fallback, Predicate<String> taken) {
        String label = of(name, fallback);
        String unique = label;
        for (int number = 2; taken.test(unique); number++) {
            unique = label + "-" + number;
        }
        return unique;
    }

    private static String trim(String label) {
        return EDGES.matcher(label).replaceAll("");
    }
}
