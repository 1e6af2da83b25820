package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.routing.RouteTable.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final int LOOKUPS = 2000;

    @RepeatedTest(30)
    void aLookupFindsWhatANaiveSearchFinds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Route<Integer>> routes = new ArrayList<>();
        for (int i = random.nextInt(200); i > 0; i--) {
            routes.add(new Route<>(randomPrefix(random), i));
        }
        RouteTable<Integer> table = new RouteTable<>(routes);
        for (int i = 0; i < LOOKUPS; i++) {
            int address = clusteredAddress(random);
            assertThat(table.find(address))
                    .as("seed %d, %s", seed, Ipv4Text.of(address))
                    .isEqualTo(naive(routes, Prefix.ipv4(address, 32)));
            Prefix ipv6 = clusteredIpv6(random, 128);
            assertThat(table.find(ipv6.high(), ipv6.low()))
                    .as("seed %d, %s", seed, ipv6)
                    .isEqualTo(naive(routes, ipv6));
        }
    }

    @Test
    void theEdgesOfTheAddressSpaceAreFound() {
        RouteTable<String> table =
                new RouteTable<>(
                        List.of(
                                route("0.0.0.0/0", "all"),
                                route("255.255.255.255/32", "last"),
                                route("0.0.0.0/32", "first"),
                                route("::/0", "all6"),
                                route("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "last6")));
        assertThat(table.find(0)).isEqualTo("first");
        assertThat(table.find(1)).isEqualTo("all");
        assertThat(table.find(-2)).isEqualTo("all");
        assertThat(table.find(-1)).isEqualTo("last");
        assertThat(table.find(-1, -1)).isEqualTo("last6");
        assertThat(table.find(-1, -2)).isEqualTo("all6");
        assertThat(table.find(0, 0)).isEqualTo("all6");
    }

    @Test
    void anEmptyTableLeadsNowhere() {
        RouteTable<String> table = new RouteTable<>(List.of());
        assertThat(table.find(0)).isNull();
        assertThat(table.find(-1, -1)).isNull();
    }

    private static Route<String> route(String prefix, String target) {
        return new Route<>(Prefix.parse(prefix).orElseThrow(), target);
    }

    private static @Nullable Integer naive(List<Route<Integer>> routes, Prefix address) {
        Route<Integer> best = null;
        for (Route<Integer> route : routes) {
            boolean longer = best == null || route.prefix().length() >= best.prefix().length();
            if (longer && route.prefix().contains(address)) {
                best = route;
            }
        }
        return best == null ? null : best.target();
    }

    private static Prefix randomPrefix(Random random) {
        return random.nextBoolean()
                ? Prefix.ipv4(clusteredAddress(random), random.nextInt(33))
                : clusteredIpv6(random, random.nextInt(129));
    }

    /// Few different bits, so that prefixes nest and touch.
    private static int clusteredAddress(Random random) {
        return (random.nextInt(4) << 30) | (random.nextInt(4) << 14) | random.nextInt(8);
    }

    private static Prefix clusteredIpv6(Random random, int length) {
        long high = ((long) random.nextInt(4) << 62) | random.nextInt(4);
        long low = ((long) random.nextInt(4) << 62) | random.nextInt(4);
        return new Prefix(true, high, low, length);
    }
}
