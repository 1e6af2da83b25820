package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fieldgate.server.routing.SubnetRules.Taken;
import io.fieldgate.server.routing.SubnetRules.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetRulesTest {
    private static final VpnNetworks NETWORKS =
            new VpnNetworks(
                    Prefix.parse("100.64.0.0/18").orElseThrow(), Prefix.parse("fd00:5:6:7::/64"));

    @Test
    void prefixesMayBeSeparatedByBlanksOrCommasAndAreMadeCanonical() {
        assertThat(judge(" 192.168.1.9/24,10.0.0.0/8 ,\t172.16.5.5 "))
                .extracting(Verdict::text, Verdict::accepted)
                .containsExactly(
                        tuple("192.168.1.0/24", true),
                        tuple("10.0.0.0/8", true),
                        tuple("172.16.5.5/32", true));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, the default route cannot be behind a node",
        "0.0.0.0/1, 0.0.0.0/1 overlaps",
        "8.0.0.0/7, 8.0.0.0/7 is wider than /8",
        "127.0.0.1, 127.0.0.1/32 overlaps 127.0.0.0/8",
        "169.254.169.254, 169.254.169.254/32 overlaps 169.254.0.0/16",
        "224.0.0.0/24, 224.0.0.0/24 overlaps 224.0.0.0/4",
        "255.255.255.255, 255.255.255.255/32 overlaps 240.0.0.0/4",
        "0.1.2.3, 0.1.2.3/32 overlaps 0.0.0.0/8",
        "100.64.1.0/24, 100.64.1.0/24 overlaps 100.64.0.0/18",
        "100.64.0.0/10, 100.64.0.0/10 overlaps 100.64.0.0/18",
        "::/0, the default route cannot be behind a node",
        "::1, ::1/128 overlaps ::/8",
        "::ffff:1.2.3.4, not a subnet",
        "64:ff9b::/96, 64:ff9b::/96 overlaps ::/8",
        "fe80::/64, fe80::/64 overlaps fe80::/10",
        "fe80::1%eth0, not a subnet",
        "fec0::/48, fec0::/48 overlaps fec0::/10",
        "ff02::1, ff02::1/128 overlaps ff00::/8",
        "8000::/2, 8000::/2 is wider than /32",
        "4000::/48, 4000::/48 is reserved",
        "2001:d00::/24, 2001:d00::/24 is wider than /32",
        "fd00:5:6:7::/80, fd00:5:6:7::/80 overlaps fd00:5:6:7::/64",
        "fd00::/8, fd00::/8 overlaps fd00:5:6:7::/64",
        "plc.example, not a subnet",
        "10.0.0.0/8;reboot, not a subnet",
        "../../etc, not a subnet",
    })
    void whatMayNotBeBehindANodeIsRefusedWithASentence(String announced, String reason) {
        Verdict verdict = judge(announced).getFirst();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.refusal()).startsWith(reason);
    }

    @Test
    void ipv6PrefixesOfASiteAreAcceptedAndMadeCanonical() {
        assertThat(judge("2001:DB8:0:1::9/64 fd12:3456::/48 2a02::1"))
                .extracting(Verdict::text, Verdict::accepted)
                .containsExactly(
                        tuple("2001:db8:0:1::/64", true),
                        tuple("fd12:3456::/48", true),
                        tuple("2a02::1/128", true));
    }

    @Test
    void withoutAnIpv6VpnNetworkIpv6SubnetsAreRefused() {
        VpnNetworks ipv4Only = new VpnNetworks(NETWORKS.ipv4(), Optional.empty());
        assertThat(SubnetRules.judge("fd12::/48", ipv4Only, List.of()).getFirst().refusal())
                .isEqualTo("IPv6 is switched off on this secure server");
    }

    @Test
    void anOverlapIsRefusedAndBothSidesAreNamed() {
        Taken taken = new Taken(Prefix.parse("10.1.0.0/16").orElseThrow(), "node pump-07");
        assertThat(SubnetRules.judge("10.0.0.0/8 10.2.0.0/16", NETWORKS, List.of(taken)))
                .extracting(Verdict::refusal)
                .containsExactly(
                        "10.0.0.0/8 overlaps 10.1.0.0/16, which is in force behind node pump-07",
                        null);
    }

    @Test
    void sixtyFourAreTakenAndTheRestIsRefusedInOneLine() {
        assertThat(judge(numbered(64))).hasSize(64).allMatch(Verdict::accepted);
        List<Verdict> tooMany = judge(numbered(10_000));
        assertThat(tooMany).hasSize(65);
        assertThat(tooMany.getLast().text()).isEqualTo("9936 more");
        assertThat(tooMany.getLast().refusal()).contains("at most 64");
    }

    @Test
    void theSamePrefixTwiceIsJudgedOnce() {
        assertThat(judge("10.1.1.1/24 10.1.1.2/24 10.1.1.0/24")).hasSize(1);
    }

    @Test
    void anEmptyAnnouncementAnnouncesNothing() {
        assertThat(judge("")).isEmpty();
        assertThat(judge(" ,, \t")).isEmpty();
    }

    @Test
    void junkNeverThrowsAndIsCutShort() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            String junk =
                    random.ints(random.nextInt(200), ' ', 0x300)
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining());
            assertThat(judge(junk)).as("seed %d", seed).allMatch(v -> v.text().length() <= 64);
        }
    }

    private static List<Verdict> judge(String announcement) {
        return SubnetRules.judge(announcement, NETWORKS, List.of());
    }

    private static String numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10.%d.%d.0/24".formatted(i / 256, i % 256))
                .collect(Collectors.joining(" "));
    }
}
