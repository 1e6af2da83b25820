package io.fieldgate.portal.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Collects what is found hop by hop, until one fails.
final class WhyTrace {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final List<WhyAnswer.Step> steps = new ArrayList<>();
    private String hint = "";
    private FoundTarget.@Nullable At target;
    private @Nullable UUID ruleId;

    static String time(Instant at) {
        return TIME.format(at);
    }

    void target(FoundTarget.At at) {
        target = at;
    }

    void pass(WhyAnswer.Hop hop, String sentence) {
        WhyAnswer.Step step = new WhyAnswer.Step(hop, true, sentence);
        if (!steps.contains(step)) {
            steps.add(step);
        }
    }

    void fail(WhyAnswer.Hop hop, String sentence, String whatToDo) {
        steps.add(new WhyAnswer.Step(hop, false, sentence.strip()));
        hint = whatToDo;
    }

    void failByRule(UUID rule, String sentence, String whatToDo) {
        ruleId = rule;
        fail(WhyAnswer.Hop.RULE, sentence, whatToDo);
    }

    boolean failed() {
        return !steps.isEmpty() && !steps.getLast().passed();
    }

    FoundTarget.@Nullable At target() {
        return target;
    }

    /// The answer.
    ///
    /// @param allWell what to say, and what may still be wrong, when no hop fails
    WhyAnswer answer(String allWell, String thenHint) {
        WhyAnswer.@Nullable Step failure = failed() ? steps.getLast() : null;
        FoundTarget.@Nullable At at = target;
        return new WhyAnswer(
                failure == null,
                failure == null ? null : failure.hop(),
                failure == null ? allWell : failure.sentence(),
                failure == null ? thenHint : hint,
                at == null ? null : at.node().id(),
                at == null ? null : at.node().name(),
                at == null ? null : Spot.text(at.address()),
                ruleId,
                steps);
    }
}
