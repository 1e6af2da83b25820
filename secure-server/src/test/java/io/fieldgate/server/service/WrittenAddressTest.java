package io.fieldgate.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.routing.Prefix;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class WrittenAddressTest {
    @Test
    void addressesAreReadWithDashes() {
        assertThat(WrittenAddress.read("192-168-1-10")).contains(ServiceLab.host("192.168.1.10"));
        assertThat(WrittenAddress.read("fd00-1--5")).contains(ServiceLab.host("fd00:1::5"));
        assertThat(WrittenAddress.read("--1")).contains(ServiceLab.host("::1"));
        assertThat(WrittenAddress.read("fd00--")).contains(ServiceLab.host("fd00::"));
        assertThat(WrittenAddress.read("1-2-3-4-5-6-7-8"))
                .contains(ServiceLab.host("1:2:3:4:5:6:7:8"));
    }

    @Test
    void everythingElseIsAName() {
        for (String label :
                new String[] {
                    "",
                    "plc1",
                    "192-168-1",
                    "192-168-1-256",
                    "192-168-01-1",
                    "1-2-3-4-5",
                    "fd00--1--1",
                    "1-2-3-4-5-6-7-8-9",
                    "fe80--1%eth0",
                    "a-b-c",
                    "-",
                    "--",
                    "g--1"
                }) {
            if (label.equals("--")) {
                assertThat(WrittenAddress.read(label)).contains(ServiceLab.host("::"));
            } else {
                assertThat(WrittenAddress.read(label)).as(label).isEmpty();
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgainAndIsAHostName() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Prefix host =
                    random.nextBoolean()
                            ? Prefix.ipv4(random.nextInt(), 32)
                            : new Prefix(true, sparse(random), sparse(random), 128);
            String label = WrittenAddress.write(host);
            assertThat(WrittenAddress.read(label)).as("seed %d: %s", seed, host).contains(host);
            assertThat(label).matches("[0-9a-f]([0-9a-f-]*[0-9a-f])?");
        }
    }

    @Test
    void reverseNamesOfNetworksAndOfNothingStandForNoHost() throws Exception {
        for (String name :
                new String[] {
                    "in-addr.arpa.",
                    "1.18.198.in-addr.arpa.",
                    "256.1.18.198.in-addr.arpa.",
                    "1.1.1.1.1.in-addr.arpa.",
                    "x.1.18.198.in-addr.arpa.",
                    "ip6.arpa.",
                    "0.".repeat(31) + "ip6.arpa.",
                    "0.".repeat(31) + "g.ip6.arpa.",
                    "0.".repeat(31) + "00.ip6.arpa.",
                    "1.1.1.1.example.com."
                }) {
            assertThat(ReverseName.read(Name.fromString(name))).as(name).isEmpty();
        }
    }

    private static long sparse(Random random) {
        long value = random.nextLong();
        for (int group = 0; group < 4; group++) {
            if (random.nextBoolean()) {
                value &= ~(0xffffL << (16 * group));
            }
        }
        return value;
    }
}
