package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedPoolTest {
    private static final UUID SERVER = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");

    @Test
    void theLowestFreePrefixIsTakenAndNoneTwice() {
        List<Cidr> taken = new ArrayList<>();
        assertThat(next("192.168.1.0/24", taken)).hasToString("198.18.0.0/24");
        assertThat(next("192.168.1.0/24", taken)).hasToString("198.18.1.0/24");
        assertThat(next("10.0.0.0/16", taken)).hasToString("198.19.0.0/16");
        assertThat(next("192.168.1.10/32", taken)).hasToString("198.18.2.0/32");
        assertThat(next("192.168.1.0/24", taken)).hasToString("198.18.3.0/24");
    }

    @Test
    void whatOverlapsARealSubnetIsPassedOver() {
        List<Cidr> taken = new ArrayList<>(List.of(cidr("198.18.0.0/16"), cidr("198.19.0.7/32")));
        assertThat(next("192.168.1.0/24", taken)).hasToString("198.19.1.0/24");
    }

    @Test
    void theSecondPoolFollowsTheFirst() {
        List<Cidr> taken = new ArrayList<>(List.of(cidr("198.18.0.0/15"), cidr("10.128.0.0/12")));
        assertThat(next("192.168.1.0/24", taken)).hasToString("10.144.0.0/24");
        assertThat(next("172.16.0.0/12", taken)).hasToString("10.160.0.0/12");
    }

    @Test
    void aSubnetThatFitsNowhereGetsNone() {
        assertThat(MappedPool.free(SERVER, cidr("10.0.0.0/8"), List.of())).isEmpty();
        assertThat(
                        MappedPool.free(
                                SERVER,
                                cidr("192.168.1.0/24"),
                                List.of(cidr("198.18.0.0/15"), cidr("10.0.0.0/8"))))
                .isEmpty();
    }

    @Test
    void ipv6ComesOutOfTheServersOwnUniqueLocalAddresses() {
        List<Cidr> taken = new ArrayList<>();
        Cidr pool = MappedPool.ipv6(SERVER);
        assertThat(pool.toString()).matches("fd[0-9a-f]{2}:[0-9a-f]{1,4}::/32");
        Cidr first = next("fd12:3456:789a:1::/64", taken);
        assertThat(first.length()).isEqualTo(64);
        assertThat(first.overlaps(pool)).isTrue();
        assertThat(next("fd12:3456:789a:1::/64", taken).overlaps(first)).isFalse();
        assertThat(MappedPool.ipv6(UUID.randomUUID())).isNotEqualTo(pool);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void noTwoMappedPrefixesOverlap(long fixed) {
        long seed = fixed == 0 ? new Random().nextLong() : fixed;
        System.out.println("noTwoMappedPrefixesOverlap: seed " + seed);
        Random random = new Random(seed);
        List<Cidr> taken = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Cidr real =
                    random.nextInt(4) == 0
                            ? cidr("fd77::/" + (40 + random.nextInt(60)))
                            : Cidr.ipv4(0, 12 + random.nextInt(21));
            List<Cidr> before = List.copyOf(taken);
            Optional<Cidr> mapped = MappedPool.free(SERVER, real, before);
            mapped.ifPresent(prefix -> {
                assertThat(prefix.length()).as("seed %d", seed).isEqualTo(real.length());
                assertThat(before).as("seed %d", seed).noneMatch(prefix::overlaps);
                taken.add(prefix);
            });
        }
        assertThat(taken).as("seed %d", seed).hasSizeGreaterThan(100);
    }

    private static Cidr next(String real, List<Cidr> taken) {
        Cidr prefix = MappedPool.free(SERVER, cidr(real), List.copyOf(taken)).orElseThrow();
        taken.add(prefix);
        return prefix;
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
