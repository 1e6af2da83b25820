package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a peer lacks that cannot be told of new routes.
class UntoldRoutesTest {
    @Test
    void whatIsInNoRouteThatItWasToldOfIsLacking() {
        assertThat(lacking(List.of("10.1.0.0/16", "10.2.0.0/24"), List.of("10.1.0.0/16")))
                .containsExactly("10.2.0.0/24");
        assertThat(lacking(List.of("10.2.0.0/16"), List.of("10.2.0.0/17"))).hasSize(1);
        assertThat(lacking(List.of("fd00:7:0:0:0:0:0:0/64"), List.of("0.0.0.0/0"))).hasSize(1);
        assertThat(lacking(List.of(), List.of("10.1.0.0/16"))).isEmpty();
    }

    @Test
    void aWiderNetworkCoversIt() {
        assertThat(lacking(List.of("10.2.3.0/24", "10.2.3.4/32"), List.of("10.0.0.0/8"))).isEmpty();
        assertThat(lacking(List.of("fd40:1:0:0:0:0:0:0/64"), List.of("fd40:0:0:0:0:0:0:0/16")))
                .isEmpty();
        assertThat(lacking(List.of("10.2.0.0/17", "10.2.128.0/17"), List.of("10.2.0.0/16")))
                .as("two halves of one that it knows")
                .isEmpty();
    }

    @Test
    void itIsTheSameAsLookingAtEachPair() {
        long seed = Long.getLong("fieldgate.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Prefix> told = prefixes(random, 10);
            List<Prefix> wanted = prefixes(random, 40);
            List<Prefix> expected =
                    wanted.stream()
                            .filter(each -> told.stream().noneMatch(one -> one.contains(each)))
                            .toList();
            assertThat(UntoldRoutes.between(routes(wanted), routes(told)).routes())
                    .as("seed " + seed)
                    .isEqualTo(expected);
        }
    }

    private static List<Prefix> prefixes(Random random, int count) {
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean ipv6 = random.nextInt(4) == 0;
            int length = 4 + random.nextInt(12);
            prefixes.add(
                    ipv6
                            ? new Prefix(true, random.nextLong(), 0, length)
                            : Prefix.ipv4(random.nextInt(), length));
        }
        return prefixes;
    }

    private static List<String> lacking(List<String> wanted, List<String> told) {
        return UntoldRoutes.between(parse(wanted), parse(told)).routes().stream()
                .map(Prefix::toString)
                .toList();
    }

    private static List<Admission.Route> parse(List<String> texts) {
        return routes(texts.stream().map(text -> Prefix.parse(text).orElseThrow()).toList());
    }

    private static List<Admission.Route> routes(List<Prefix> prefixes) {
        return prefixes.stream()
                .map(each -> new Admission.Route(each.toInetAddress(), each.length()))
                .toList();
    }
}
