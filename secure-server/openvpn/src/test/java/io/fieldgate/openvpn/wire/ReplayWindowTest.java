package io.fieldgate.openvpn.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow(64);

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "62,true", "63,true", "64,false", "65,false"})
    void anUnseenIdIsAcceptedUpToSixtyThreeBehindTheNewest(int behind, boolean accepted) {
        window.accept(1000);

        assertThat(window.mayAccept(1000 - behind)).isEqualTo(accepted);
        assertThat(window.accept(1000 - behind)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65})
    void aSeenIdIsNeverAcceptedAgain(int later) {
        assertThat(window.accept(500)).isTrue();
        window.accept(500 + later);

        assertThat(window.accept(500)).isFalse();
    }

    @Test
    void zeroIsNeverAccepted() {
        assertThat(window.accept(0)).isFalse();
        window.accept(5);
        assertThat(window.accept(0)).isFalse();
    }

    @Test
    void askingChangesNothing() {
        assertThat(window.mayAccept(9)).isTrue();
        assertThat(window.mayAccept(9)).isTrue();
        assertThat(window.accept(9)).isTrue();
        assertThat(window.mayAccept(9)).isFalse();
    }

    @Test
    void idsAreUnsigned() {
        assertThat(window.accept(0x7fffffff)).isTrue();
        assertThat(window.accept(0x80000000)).isTrue();
        assertThat(window.accept(0xffffffff)).isTrue();
        assertThat(window.accept(0xfffffffe)).isTrue();
        assertThat(window.accept(0xfffffffe)).isFalse();
        assertThat(window.accept(1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65, -64})
    void theSizeIsAMultipleOfSixtyFour(int size) {
        assertThatThrownBy(() -> new ReplayWindow(size))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 1024})
    void itAgreesWithANaiveModel(int size) {
        Mutations mutations = new Mutations("ReplayWindowTest");
        Random random = mutations.random();
        for (int history = 0; history < 50; history++) {
            ReplayWindow real = new ReplayWindow(size);
            Naive naive = new Naive(size);
            long near = random.nextBoolean() ? 1 : 0x7fffff00L;
            for (int i = 0; i < 2000; i++) {
                near = Math.max(0, near + random.nextInt(20) - 5);
                if (random.nextInt(100) == 0) {
                    near += random.nextInt(3 * size);
                }
                int id = (int) Math.max(0, near - random.nextInt(size + 3));

                assertThat(real.mayAccept(id)).isEqualTo(naive.mayAccept(id));
                if (random.nextInt(4) != 0) {
                    assertThat(real.accept(id)).isEqualTo(naive.accept(id));
                }
            }
        }
    }

    /// Remembers everything.
    private static final class Naive {
        private final Set<Long> seen = new HashSet<>();
        private final int size;
        private long newest;

        Naive(int size) {
            this.size = size;
        }

        boolean mayAccept(int packetId) {
            long id = Integer.toUnsignedLong(packetId);
            return id != 0 && id > newest - size && !seen.contains(id);
        }

        boolean accept(int packetId) {
            if (!mayAccept(packetId)) {
                return false;
            }
            long id = Integer.toUnsignedLong(packetId);
            newest = Math.max(newest, id);
            return seen.add(id);
        }
    }
}
