package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HandshakeBudgetTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    @Test
    void oneSourceGetsHalfOfThePlaces() {
        HandshakeBudget budget = budget(200, 1);
        assertThat(entered(budget, true, HERE, 200)).hasSize(100);
        assertThat(entered(budget, true, THERE, 200)).hasSize(100);
        assertThat(entered(budget, true, InetAddress.ofLiteral("192.0.2.3"), 1)).isEmpty();
    }

    @Test
    void oneSourceGetsSixtyFourPlacesIfThereAreSoMany() {
        assertThat(entered(budget(80, 1), true, HERE, 80)).hasSize(64);
        assertThat(entered(budget(10, 1), true, HERE, 80)).hasSize(10);
    }

    @Test
    void anIpv6NetworkIsOneSourceAndItsNeighbourAnother() {
        HandshakeBudget budget = budget(200, 1);
        assertThat(entered(budget, true, InetAddress.ofLiteral("2001:db8:0:1::1"), 200))
                .hasSize(100);
        assertThat(entered(budget, true, InetAddress.ofLiteral("2001:db8:0:1:ffff::2"), 1))
                .isEmpty();
        assertThat(entered(budget, true, InetAddress.ofLiteral("2001:db8:0:2::1"), 1)).hasSize(1);
    }

    @Test
    void thoseWithoutProofHaveALimitOfTheirOwn() {
        HandshakeBudget budget = budget(200, 2);
        List<HandshakeBudget.Place> unproven = entered(budget, false, HERE, 3);
        assertThat(unproven).hasSize(2);
        List<HandshakeBudget.Place> proven = entered(budget, true, HERE, 1);
        assertThat(proven).hasSize(1);

        proven.getFirst().leave();
        assertThat(entered(budget, false, HERE, 1)).isEmpty();
        unproven.getFirst().leave();
        assertThat(entered(budget, false, HERE, 2)).hasSize(1);
    }

    @Test
    void theLastQuarterIsForThoseWhoArePreferred() {
        HandshakeBudget budget = budget(8, 8);
        for (int i = 0; i < 6; i++) {
            assertThat(budget.tryEnter(true, false, HERE)).isNotNull();
        }
        assertThat(budget.tryEnter(true, false, HERE)).isNull();
        HandshakeBudget.Place node = Objects.requireNonNull(budget.tryEnter(true, true, HERE));
        assertThat(budget.tryEnter(true, true, HERE)).isNotNull();
        assertThat(budget.tryEnter(true, true, HERE)).isNull();
        node.leave();
        assertThat(budget.tryEnter(true, false, HERE)).isNull();
        assertThat(budget.tryEnter(true, true, HERE)).isNotNull();
    }

    @Test
    void leavingTwiceGivesOnePlaceBack() {
        HandshakeBudget budget = budget(2, 2);
        List<HandshakeBudget.Place> places = entered(budget, false, HERE, 2);
        places.getFirst().leave();
        places.getFirst().leave();
        assertThat(entered(budget, false, HERE, 2)).hasSize(1);
    }

    @Test
    void aSourceGetsItsOwnPlacesBackAndNoMore() {
        HandshakeBudget budget = budget(200, 1);
        List<HandshakeBudget.Place> places = entered(budget, true, HERE, 100);
        places.getFirst().leave();
        assertThat(entered(budget, true, HERE, 2)).hasSize(1);
        places.subList(1, 100).forEach(HandshakeBudget.Place::leave);
        assertThat(entered(budget, true, HERE, 200)).hasSize(99);
    }

    private static HandshakeBudget budget(int places, int unverified) {
        return new HandshakeBudget(new ServerConfig.Limits(places, unverified, 1, MINUTE, MINUTE));
    }

    private static List<HandshakeBudget.Place> entered(
            HandshakeBudget budget, boolean verified, InetAddress address, int tries) {
        List<HandshakeBudget.Place> places = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            HandshakeBudget.Place place = budget.tryEnter(verified, true, address);
            if (place != null) {
                places.add(place);
            }
        }
        return places;
    }
}
