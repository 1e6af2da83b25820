package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Points in time on a clock that may run over its end.
class DeadlineTest {
    private static final long NEVER = Deadline.NEVER;

    @ParameterizedTest
    @CsvSource({
        "5, 7, 5",
        "7, 5, 5",
        "-3, 4, -3",
        // The clock runs over its end between the two.
        "9223372036854775800, -9223372036854775800, 9223372036854775800",
        "-9223372036854775800, 9223372036854775800, 9223372036854775800",
        // Never is later than everything, whatever the clock says.
        NEVER + ", 7, 7",
        "7, " + NEVER + ", 7",
        NEVER + ", -9223372036854775800, -9223372036854775800",
        "-9223372036854775800, " + NEVER + ", -9223372036854775800",
        NEVER + ", " + NEVER + ", " + NEVER
    })
    void theEarlierOneComesFirst(long one, long other, long earlier) {
        assertThat(Deadline.earlier(one, other)).isEqualTo(earlier);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 9, false",
        "10, 10, true",
        "10, 11, true",
        "9223372036854775800, -9223372036854775800, true",
        "-9223372036854775800, 9223372036854775800, false",
        NEVER + ", 0, false",
        NEVER + ", " + NEVER + ", false",
        NEVER + ", -9223372036854775800, false"
    })
    void itIsDueFromItsMomentOnAndNeverIsNot(long deadline, long now, boolean due) {
        assertThat(Deadline.isDue(deadline, now)).isEqualTo(due);
    }
}
