package io.fieldgate.server.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.PortRange;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.contract.control.Policy.Rule;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.policy.Verdict;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompiledPolicyTest {
    private static final int ADDRESS = 192 << 24 | 168 << 16 | 1 << 8 | 10;

    @Test
    void aClientThatNoRuleNamesIsNotFiltered() {
        CompiledPolicy<String> policy = compile(rule("a", Effect.ALLOW, target(null, null)));
        assertThat(policy.isFiltered("anna")).isTrue();
        assertThat(policy.isFiltered("ben")).isFalse();
        assertThat(policy.judge("ben", "n1", true, false, 0, ADDRESS, 6, 1))
                .isSameAs(Verdict.UNFILTERED);
    }

    @Test
    void onceARuleNamesAClientAllElseIsDenied() {
        CompiledPolicy<String> policy = compile(rule("a", Effect.ALLOW, target("n1", null)));
        assertThat(tcp(policy, "n1", ADDRESS, 502).permits()).isTrue();
        assertThat(tcp(policy, "n2", ADDRESS, 502)).isSameAs(Verdict.DENIED_BY_DEFAULT);
    }

    @Test
    void aDenyingRuleWinsWhereverItStands() {
        Rule allow = rule("allow", Effect.ALLOW, target(null, "192.168.1.10/32"));
        Rule deny = rule("deny", Effect.DENY, target("n1", "192.168.0.0/16"));
        for (List<Rule> order : List.of(List.of(allow, deny), List.of(deny, allow))) {
            CompiledPolicy<String> policy = compile(order.toArray(Rule[]::new));
            Verdict denied = tcp(policy, "n1", ADDRESS, 502);
            assertThat(denied.permits()).isFalse();
            assertThat(Objects.requireNonNull(denied.rule()).ruleId()).isEqualTo("deny");
            assertThat(tcp(policy, "n2", ADDRESS, 502).permits()).isTrue();
        }
    }

    @Test
    void portsAndProtocolAndDirectionCount() {
        Rule modbus =
                new Rule(
                        "modbus",
                        List.of("anna"),
                        List.of(),
                        Protocol.TCP,
                        List.of(new PortRange(502, 503)),
                        Direction.FROM_CLIENT,
                        Effect.ALLOW);
        CompiledPolicy<String> policy = compile(modbus);
        assertThat(tcp(policy, "n1", ADDRESS, 501).permits()).isFalse();
        assertThat(tcp(policy, "n1", ADDRESS, 502).permits()).isTrue();
        assertThat(tcp(policy, "n1", ADDRESS, 503).permits()).isTrue();
        assertThat(tcp(policy, "n1", ADDRESS, 504).permits()).isFalse();
        assertThat(policy.judge("anna", "n1", true, false, 0, ADDRESS, 17, 502).permits())
                .isFalse();
        assertThat(policy.judge("anna", "n1", false, false, 0, ADDRESS, 6, 502).permits())
                .isFalse();
        assertThat(policy.judge("anna", "n1", true, true, 1, 2, 6, 502).permits()).isTrue();
    }

    @Test
    void whatCannotBeReadLetsNothingMorePass() {
        List<String> problems = new ArrayList<>();
        CompiledPolicy<String> allow =
                compile(problems, rule("a", Effect.ALLOW, target("n1", "rubbish")));
        assertThat(tcp(allow, "n1", ADDRESS, 1).permits()).isFalse();
        CompiledPolicy<String> deny =
                compile(
                        problems,
                        rule("b", Effect.ALLOW, target(null, null)),
                        rule("c", Effect.DENY, target("n1", "rubbish")));
        assertThat(tcp(deny, "n1", ADDRESS, 1).permits()).isFalse();
        assertThat(tcp(deny, "n2", ADDRESS, 1).permits()).isTrue();
        assertThat(problems).hasSize(2).allMatch(text -> text.contains("rubbish"));
    }

    @Test
    void itDecidesAsAPlainWalkOverAllRulesDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            List<Rule> rules = new ArrayList<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                rules.add(randomRule(random, rules.size()));
            }
            CompiledPolicy<String> policy = compile(rules.toArray(Rule[]::new));
            for (int i = 0; i < 2000; i++) {
                String node = "n" + random.nextInt(3);
                boolean atClient = random.nextBoolean();
                int address = (ADDRESS & -256) | random.nextInt(1024);
                int protocol = List.of(1, 6, 17, 47).get(random.nextInt(4));
                int port = protocol == 6 || protocol == 17 ? random.nextInt(20) : 0;
                Verdict verdict =
                        policy.judge("anna", node, atClient, false, 0, address, protocol, port);
                boolean expected = plain(rules, node, atClient, address, protocol, port);
                assertThat(verdict.permits())
                        .as("seed %d, %s %s %d %d", seed, rules, node, protocol, port)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void pushedPartsAreWhatRulesAllowWithoutWhatTheyDenyWhole() {
        CompiledPolicy<String> policy =
                compile(
                        rule("a", Effect.ALLOW, target("n1", "192.168.1.10/32")),
                        rule("b", Effect.ALLOW, target("n1", "192.168.1.0/28")),
                        rule("c", Effect.ALLOW, target("n1", "192.168.1.64/26")),
                        rule("d", Effect.DENY, target(null, "192.168.1.64/26")),
                        rule("e", Effect.DENY, target(null, "192.168.1.5/32")),
                        rule("f", Effect.ALLOW, target("n2", "192.168.0.0/16")));
        Prefix subnet = Prefix.ipv4(ADDRESS, 24);
        assertThat(policy.reachable("anna", "n1", subnet))
                .extracting(Prefix::toString)
                .containsExactly("192.168.1.0/28");
        assertThat(policy.reachable("anna", "n2", subnet)).containsExactly(subnet);
        assertThat(policy.reachable("anna", "n3", subnet)).isEmpty();
        assertThat(policy.reachable("ben", "n3", subnet)).containsExactly(subnet);
        assertThat(policy.mayReach("anna", "n1", Prefix.ipv4(ADDRESS, 32))).isTrue();
        assertThat(policy.mayReach("anna", "n1", Prefix.ipv4(ADDRESS + 60, 32))).isFalse();
    }

    @Test
    void hitsOutliveAChangeOfTheRules() {
        RuleCounters counters = new RuleCounters();
        Policy policy = new Policy(List.of(rule("a", Effect.ALLOW, target(null, null))));
        for (int i = 0; i < 2; i++) {
            tcp(PolicyCompiler.compile(policy, name -> name, counters).policy(), "n1", 1, 1)
                    .count(i);
        }
        assertThat(counters.takeNews())
                .singleElement()
                .satisfies(counter -> {
                    assertThat(counter.hits()).isEqualTo(2);
                    assertThat(counter.lastHitNanos()).isEqualTo(1);
                });
        assertThat(counters.takeNews()).isEmpty();
    }

    private static Rule randomRule(Random random, int id) {
        List<Target> targets = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int length = 22 + random.nextInt(11);
            String prefix = Prefix.ipv4((ADDRESS & -256) | random.nextInt(1024), length).toString();
            targets.add(
                    target(
                            random.nextBoolean() ? null : "n" + random.nextInt(3),
                            random.nextInt(4) == 0 ? null : prefix));
        }
        List<PortRange> ports = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int first = random.nextInt(20);
            ports.add(new PortRange(first, first + random.nextInt(5)));
        }
        return new Rule(
                "rule" + id,
                List.of("anna"),
                targets,
                any(random, Protocol.class),
                ports,
                any(random, Direction.class),
                any(random, Effect.class));
    }

    private static <E extends Enum<E>> E any(Random random, Class<E> type) {
        return List.copyOf(EnumSet.allOf(type)).get(random.nextInt(EnumSet.allOf(type).size()));
    }

    private static boolean plain(
            List<Rule> rules, String node, boolean atClient, int address, int protocol, int port) {
        boolean allowed = false;
        for (Rule rule : rules) {
            if (matches(rule, node, atClient, address, protocol, port)) {
                if (rule.effect() == Effect.DENY) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private static boolean matches(
            Rule rule, String node, boolean atClient, int address, int protocol, int port) {
        boolean direction =
                rule.direction() == Direction.BOTH
                        || (rule.direction() == Direction.FROM_CLIENT) == atClient;
        boolean kind =
                switch (rule.protocol()) {
                    case ANY -> true;
                    case TCP -> protocol == 6;
                    case UDP -> protocol == 17;
                    case ICMP -> protocol == 1;
                };
        boolean hasPorts = protocol == 6 || protocol == 17;
        boolean inPorts =
                rule.ports().isEmpty()
                        || (hasPorts
                                && rule.ports().stream()
                                        .anyMatch(r -> r.first() <= port && port <= r.last()));
        boolean there =
                rule.targets().isEmpty()
                        || rule.targets().stream().anyMatch(t -> isAt(t, node, address));
        return direction && kind && inPorts && there;
    }

    private static boolean isAt(Target target, String node, int address) {
        String text = target.prefix();
        return (target.nodeId() == null || target.nodeId().equals(node))
                && (text == null
                        || Prefix.parse(text).orElseThrow().contains(Prefix.ipv4(address, 32)));
    }

    private static Verdict tcp(CompiledPolicy<String> policy, String node, int address, int port) {
        return policy.judge("anna", node, true, false, 0, address, 6, port);
    }

    private static Rule rule(String id, Effect effect, Target target) {
        return new Rule(
                id,
                List.of("anna"),
                List.of(target),
                Protocol.ANY,
                List.of(),
                Direction.BOTH,
                effect);
    }

    private static Target target(@Nullable String node, @Nullable String prefix) {
        return new Target(node, prefix);
    }

    private static CompiledPolicy<String> compile(Rule... rules) {
        return compile(new ArrayList<>(), rules);
    }

    private static CompiledPolicy<String> compile(List<String> problems, Rule... rules) {
        PolicyCompiler.Result<String> result =
                PolicyCompiler.compile(
                        new Policy(List.of(rules)), name -> name, new RuleCounters());
        problems.addAll(result.problems());
        return result.policy();
    }
}
