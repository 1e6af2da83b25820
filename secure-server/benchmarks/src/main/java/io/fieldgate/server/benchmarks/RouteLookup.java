package io.fieldgate.server.benchmarks;

import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Finding the longest prefix that contains an address, in tables of random prefixes of each
/// family; half of the addresses are in none.
public class RouteLookup extends InNanoseconds {
    private static final int QUESTIONS = 4096;
    private static final long IPV6_NETWORK = 0xfd99_0000_0000_0000L;

    /// How many prefixes of each family.
    @Param({"10", "1000", "100000"})
    public int routes;

    private final int[] ipv4 = new int[QUESTIONS];
    private final long[] ipv6 = new long[QUESTIONS];
    private RouteTable<Integer> table = new RouteTable<>(List.of());
    private int next;

    /// Makes the table and what is asked.
    @Setup
    public void prepare() {
        Random random = new Random(1);
        List<RouteTable.Route<Integer>> list = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            int address = random.nextInt();
            long high = IPV6_NETWORK | random.nextLong() >>> 16;
            list.add(new RouteTable.Route<>(Prefix.ipv4(address, 22 + i % 11), i));
            list.add(new RouteTable.Route<>(new Prefix(true, high, 0, 48 + i % 17), i));
        }
        for (int i = 0; i < QUESTIONS; i++) {
            Prefix known = list.get(2 * random.nextInt(routes)).prefix();
            Prefix knownIpv6 = list.get(2 * random.nextInt(routes) + 1).prefix();
            boolean hit = random.nextBoolean();
            ipv4[i] = hit ? known.ipv4Address() : random.nextInt();
            ipv6[i] = hit ? knownIpv6.high() : IPV6_NETWORK | random.nextLong() >>> 16;
        }
        table = new RouteTable<>(list);
    }

    /// One lookup.
    @Benchmark
    public @Nullable Integer ipv4() {
        return table.find(ipv4[next++ & QUESTIONS - 1]);
    }

    /// One lookup.
    @Benchmark
    public @Nullable Integer ipv6() {
        return table.find(ipv6[next++ & QUESTIONS - 1], 1);
    }
}
