package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final int DEPTH = 7;

    /// What can happen to a question, in any order and any number of times.
    private enum Step {
        AGREE_TO_ALL,
        AGREE_WITH_TWO_FACTORS,
        SECOND_FACTOR,
        ACCESS_WINDOW,
        STALE_SECOND_FACTOR,
        STALE_AGREE,
        REFUSE,
        END
    }

    /// The rule in the plainest words: everything that was said about this question, and nothing
    /// else.
    private static boolean mayComeIn(List<Step> said) {
        boolean agreed = false;
        Set<Factor> wanted = EnumSet.noneOf(Factor.class);
        Set<Factor> shown = EnumSet.noneOf(Factor.class);
        for (Step step : said) {
            switch (step) {
                case AGREE_TO_ALL -> agreed = true;
                case AGREE_WITH_TWO_FACTORS -> {
                    if (!agreed) {
                        wanted.add(Factor.SECOND_FACTOR);
                        wanted.add(Factor.ACCESS_WINDOW);
                    }
                    agreed = true;
                }
                case SECOND_FACTOR -> shown.add(Factor.SECOND_FACTOR);
                case ACCESS_WINDOW -> shown.add(Factor.ACCESS_WINDOW);
                case STALE_SECOND_FACTOR, STALE_AGREE -> {}
                case REFUSE, END -> {
                    return false;
                }
            }
            if (agreed && shown.containsAll(wanted)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void noOrderOfVerdictsLetsAPeerInBeforeAllArePositive() {
        int positive = 0;
        int sequences = 0;
        for (int depth = 1; depth <= DEPTH - 1; depth++) {
            long count = (long) Math.pow(Step.values().length, depth);
            for (long number = 0; number < count; number++) {
                List<Step> steps = steps(number, depth);
                boolean in = play(steps);
                sequences++;
                positive += in ? 1 : 0;
                assertThat(in).as("%s", steps).isEqualTo(mayComeIn(steps));
            }
        }
        assertThat(sequences).isGreaterThan(290_000);
        assertThat(positive).isBetween(1, sequences - 1);
    }

    private static List<Step> steps(long number, int depth) {
        List<Step> steps = new ArrayList<>(depth);
        long rest = number;
        for (int i = 0; i < depth; i++) {
            steps.add(Step.values()[(int) (rest % Step.values().length)]);
            rest /= Step.values().length;
        }
        return steps;
    }

    /// Whether the peer was let in at some step; at most once.
    private static boolean play(List<Step> steps) {
        Verdicts verdicts = new Verdicts();
        long stale = verdicts.ask();
        long question = verdicts.ask();
        int letIn = 0;
        for (Step step : steps) {
            boolean in =
                    switch (step) {
                        case AGREE_TO_ALL -> verdicts.agree(question, Set.of());
                        case AGREE_WITH_TWO_FACTORS ->
                                verdicts.agree(
                                        question,
                                        Set.of(Factor.SECOND_FACTOR, Factor.ACCESS_WINDOW));
                        case SECOND_FACTOR -> verdicts.confirm(question, Factor.SECOND_FACTOR);
                        case ACCESS_WINDOW -> verdicts.confirm(question, Factor.ACCESS_WINDOW);
                        case STALE_SECOND_FACTOR -> verdicts.confirm(stale, Factor.SECOND_FACTOR);
                        case STALE_AGREE -> verdicts.agree(stale, Set.of());
                        case REFUSE -> {
                            verdicts.refuse(question);
                            yield false;
                        }
                        case END -> {
                            verdicts.end();
                            yield false;
                        }
                    };
            letIn += in ? 1 : 0;
        }
        assertThat(letIn).isLessThanOrEqualTo(1);
        return letIn == 1;
    }

    @Test
    void aVerdictCountsForItsOwnQuestionOnly() {
        Verdicts verdicts = new Verdicts();
        long first = verdicts.ask();
        assertThat(verdicts.confirm(first, Factor.SECOND_FACTOR)).isFalse();
        long second = verdicts.ask();

        assertThat(verdicts.agree(second, Set.of(Factor.SECOND_FACTOR))).isFalse();
        assertThat(verdicts.confirm(first, Factor.SECOND_FACTOR)).isFalse();
        assertThat(verdicts.refuse(first)).isFalse();
        assertThat(verdicts.open()).isEqualTo(second);
        assertThat(verdicts.confirm(second, Factor.SECOND_FACTOR)).isTrue();
        assertThat(verdicts.open()).isZero();
    }

    @Test
    void nothingOfAnEarlierQuestionCountsForTheNext() {
        Verdicts verdicts = new Verdicts();
        long first = verdicts.ask();
        verdicts.confirm(first, Factor.SECOND_FACTOR);
        assertThat(verdicts.agree(first, Set.of(Factor.ACCESS_WINDOW))).isFalse();

        long second = verdicts.ask();
        assertThat(verdicts.confirm(second, Factor.ACCESS_WINDOW)).isFalse();
        assertThat(verdicts.agree(second, Set.of(Factor.SECOND_FACTOR))).isFalse();
        assertThat(verdicts.confirm(second, Factor.SECOND_FACTOR)).isTrue();

        long third = verdicts.ask();
        assertThat(verdicts.agree(third, Set.of())).isTrue();
    }

    @Test
    void nothingIsAskedAfterARefusal() {
        Verdicts verdicts = new Verdicts();
        assertThat(verdicts.refuse(verdicts.ask())).isTrue();
        assertThat(verdicts.ask()).isZero();
        assertThat(verdicts.agree(0, Set.of())).isFalse();
        assertThat(verdicts.isOpen(0)).isFalse();
    }
}
