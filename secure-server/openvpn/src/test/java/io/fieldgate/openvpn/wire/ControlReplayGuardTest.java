package io.fieldgate.openvpn.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlReplayGuardTest {
    private static final long NOW = 5_000_000_000L;
    private final ControlReplayGuard guard = new ControlReplayGuard();

    @Test
    void theSameIdIsRefusedTheSecondTime() {
        assertThat(guard.accept(NOW, new ReplayId(1, 100))).isEmpty();
        assertThat(guard.accept(NOW, new ReplayId(1, 100))).contains(Flaw.REPLAYED);
        assertThat(guard.accept(NOW, new ReplayId(2, 100))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,true", "63,true", "64,false", "65,false"})
    void theWindowIsSixtyFourPacketsWide(int behind, boolean accepted) {
        guard.accept(NOW, new ReplayId(1000, 100));

        assertThat(guard.accept(NOW, new ReplayId(1000 - behind, 100)).isEmpty())
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"15,true", "16,false"})
    void whatWasOvertakenMoreThanFifteenSecondsAgoIsTooOld(long seconds, boolean accepted) {
        guard.accept(0, new ReplayId(2, 100));

        assertThat(guard.accept(seconds * 1_000_000_000L, new ReplayId(1, 100)).isEmpty())
                .isEqualTo(accepted);
    }

    @Test
    void anEarlierTimeIsRefused() {
        guard.accept(NOW, new ReplayId(1, 100));

        assertThat(guard.accept(NOW, new ReplayId(2, 99))).contains(Flaw.TIME_BACKTRACK);
    }

    @Test
    void aLaterTimeOpensANewWindowAndClosesTheOld() {
        guard.accept(NOW, new ReplayId(50, 100));

        assertThat(guard.accept(NOW, new ReplayId(1, 101))).isEmpty();
        assertThat(guard.accept(NOW, new ReplayId(1, 101))).contains(Flaw.REPLAYED);
        assertThat(guard.accept(NOW, new ReplayId(51, 100))).contains(Flaw.TIME_BACKTRACK);
    }

    @Test
    void idZeroIsRefusedAndDoesNotMoveTheTime() {
        assertThat(guard.accept(NOW, new ReplayId(0, 200))).contains(Flaw.REPLAYED);
        assertThat(guard.accept(NOW, new ReplayId(1, 100))).isEmpty();
    }

    @Test
    void timesAreUnsigned() {
        assertThat(guard.accept(NOW, new ReplayId(1, 0x7fffffff))).isEmpty();
        assertThat(guard.accept(NOW, new ReplayId(1, 0x80000000))).isEmpty();
        assertThat(guard.accept(NOW, new ReplayId(2, 0x7fffffff))).contains(Flaw.TIME_BACKTRACK);
    }

    @Test
    void theSequenceCountsUpWithOneTimeAndEndsInsteadOfWrapping() {
        ReplayIdSequence ids = new ReplayIdSequence(0xfffffffe, 0x65000000L);

        assertThat(ids.next()).isEqualTo(new ReplayId(0xfffffffe, 0x65000000));
        assertThat(ids.next()).isEqualTo(new ReplayId(0xffffffff, 0x65000000));
        assertThatThrownBy(ids::next).isInstanceOf(IllegalStateException.class);
    }
}
