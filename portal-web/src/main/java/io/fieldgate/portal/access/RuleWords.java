package io.fieldgate.portal.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Rules in words, for the audit log.
final class RuleWords {
    private RuleWords() {}

    /// What was taken away and what was added.
    static String changes(List<RuleRow> before, List<RuleRow> after) {
        return "removed: " + missing(before, after) + "; added: " + missing(after, before);
    }

    private static String missing(List<RuleRow> from, List<RuleRow> in) {
        Set<java.util.UUID> known = in.stream().map(RuleRow::id).collect(Collectors.toSet());
        String words =
                from.stream()
                        .filter(rule -> !known.contains(rule.id()))
                        .map(rule -> words(rule.body()))
                        .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none" : words;
    }

    static String words(RuleBody body) {
        StringBuilder words = new StringBuilder(body.effect().name()).append(' ');
        words.append(body.protocol().name());
        if (!body.ports().isEmpty()) {
            words.append(' ').append(String.join(" ", body.portTexts()));
        }
        words.append(' ').append(body.direction().name());
        if (body.isAboutEverything()) {
            return words.append(" everything").toString();
        }
        append(words, " nodes ", body.nodes());
        append(words, " groups ", body.groups());
        append(words, " subnets ", body.subnets());
        append(words, " devices ", body.devices());
        return words.toString();
    }

    private static void append(StringBuilder words, String what, List<?> values) {
        if (!values.isEmpty()) {
            words.append(what)
                    .append(values.stream().map(Object::toString).collect(Collectors.joining(" ")));
        }
    }
}
