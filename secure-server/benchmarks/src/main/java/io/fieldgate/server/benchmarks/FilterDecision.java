package io.fieldgate.server.benchmarks;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.filter.CompiledPolicy;
import io.fieldgate.server.filter.PolicyCompiler;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.policy.Verdict;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Judging a flow by rules that all name the same client: each is about a prefix at one of a
/// thousand nodes or at all, with ports, and one in four denies.
public class FilterDecision extends InNanoseconds {
    private static final int QUESTIONS = 4096;
    private static final int NODES = 1000;
    private static final int TCP = 6;
    private static final int SITE = 10 << 24;

    /// How many rules.
    @Param({"10", "1000", "100000"})
    public int rules;

    private final String[] nodes = new String[QUESTIONS];
    private final long[] addresses = new long[QUESTIONS];
    private final int[] ports = new int[QUESTIONS];
    private CompiledPolicy<String> policy = compile(List.of());
    private int next;

    /// Makes the rules and what is asked.
    @Setup
    public void prepare() {
        Random random = new Random(2);
        String[] names = new String[NODES];
        for (int i = 0; i < NODES; i++) {
            names[i] = "node-" + i;
        }
        List<Policy.Rule> list = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            String prefix = Prefix.ipv4(SITE | random.nextInt(1 << 24), 24 + i % 9).toString();
            String node = i % 2 == 0 ? names[random.nextInt(NODES)] : null;
            list.add(
                    new Policy.Rule(
                            "rule-" + i,
                            List.of("client"),
                            List.of(new Policy.Target(node, prefix)),
                            Policy.Protocol.TCP,
                            List.of(new Policy.PortRange(i % 1000, i % 1000 + 500)),
                            Policy.Direction.BOTH,
                            i % 4 == 0 ? Policy.Effect.DENY : Policy.Effect.ALLOW));
        }
        for (int i = 0; i < QUESTIONS; i++) {
            Policy.Target target = list.get(random.nextInt(rules)).targets().getFirst();
            String prefix = target.prefix() == null ? "10.0.0.0/8" : target.prefix();
            nodes[i] = target.nodeId() == null ? names[random.nextInt(NODES)] : target.nodeId();
            addresses[i] = Prefix.parse(prefix).orElseThrow().low();
            ports[i] = random.nextInt(2000);
        }
        policy = compile(list);
    }

    private static CompiledPolicy<String> compile(List<Policy.Rule> rules) {
        return PolicyCompiler.compile(new Policy(rules), name -> name, new RuleCounters()).policy();
    }

    /// One decision.
    @Benchmark
    public Verdict judge() {
        int i = next++ & QUESTIONS - 1;
        return policy.judge("client", nodes[i], true, false, 0, addresses[i], TCP, ports[i]);
    }
}
