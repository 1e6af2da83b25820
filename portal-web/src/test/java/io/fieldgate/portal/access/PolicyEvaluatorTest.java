package io.fieldgate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.PortRange;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.contract.control.Policy.Rule;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.portal.fleet.Cidr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PolicyEvaluatorTest {
    private static final UUID ANNA = new UUID(1, 1);
    private static final UUID BEN = new UUID(1, 2);
    private static final UUID PUMP = new UUID(2, 1);
    private static final UUID WEIR = new UUID(2, 2);
    private static final String PLC = "192.168.1.10";
    private static final String VPN = "100.64.0.2";

    @Test
    void aClientThatNoRuleNamesReachesEverything() {
        PolicyEvaluator policy = policy(allow("1", ANNA, List.of(target(PUMP, null))));
        assertThat(policy.judge(tcp(BEN, WEIR, PLC, 502))).isEqualTo(new Verdict.Unrestricted());
        assertThat(policy.openings(BEN, WEIR, prefix("10.0.0.0/8"), Direction.FROM_NODE).isAll())
                .isTrue();
    }

    @Test
    void onceARuleNamesAClientOnlyWhatIsAllowedPasses() {
        PolicyEvaluator policy = policy(allow("1", ANNA, List.of(target(PUMP, "192.168.1.0/24"))));
        assertThat(policy.judge(tcp(ANNA, PUMP, PLC, 502)))
                .isEqualTo(new Verdict.Allowed(List.of("1")));
        assertThat(policy.judge(tcp(ANNA, PUMP, "192.168.2.10", 502)))
                .isEqualTo(new Verdict.NotListed());
        assertThat(policy.judge(tcp(ANNA, WEIR, PLC, 502))).isEqualTo(new Verdict.NotListed());
    }

    @Test
    void aDenyingRuleWinsWhereverItStands() {
        Rule all = allow("all", ANNA, List.of());
        Rule not = rule("not", ANNA, List.of(target(null, PLC + "/32")), Effect.DENY);
        for (List<Rule> rules : List.of(List.of(all, not), List.of(not, all))) {
            PolicyEvaluator policy = new PolicyEvaluator(new Policy(rules));
            assertThat(policy.judge(tcp(ANNA, PUMP, PLC, 502)))
                    .isEqualTo(new Verdict.Denied(List.of("not")));
            assertThat(policy.judge(tcp(ANNA, PUMP, "192.168.1.11", 502)).passes()).isTrue();
        }
    }

    @Test
    void aDenyingRuleAloneLeavesNothing() {
        PolicyEvaluator policy =
                policy(rule("not", ANNA, List.of(target(null, PLC + "/32")), Effect.DENY));
        assertThat(policy.judge(tcp(ANNA, PUMP, "192.168.1.11", 502)))
                .isEqualTo(new Verdict.NotListed());
    }

    @Test
    void aTargetWithoutAPrefixIncludesTheNodesOwnAddressAndOneWithItDoesNot() {
        PolicyEvaluator node = policy(allow("1", ANNA, List.of(target(PUMP, null))));
        PolicyEvaluator subnet = policy(allow("1", ANNA, List.of(target(PUMP, "192.168.1.0/24"))));
        assertThat(node.judge(tcp(ANNA, PUMP, VPN, 443)).passes()).isTrue();
        assertThat(subnet.judge(tcp(ANNA, PUMP, VPN, 443)).passes()).isFalse();
    }

    @Test
    void protocolPortAndDirectionMustMatch() {
        Rule s7 =
                new Rule(
                        "s7",
                        List.of(ANNA.toString()),
                        List.of(),
                        Protocol.TCP,
                        List.of(new PortRange(102, 102), new PortRange(5900, 5910)),
                        Direction.FROM_CLIENT,
                        Effect.ALLOW);
        PolicyEvaluator policy = policy(s7);
        assertThat(policy.judge(tcp(ANNA, PUMP, PLC, 102)).passes()).isTrue();
        assertThat(policy.judge(tcp(ANNA, PUMP, PLC, 5905)).passes()).isTrue();
        assertThat(policy.judge(tcp(ANNA, PUMP, PLC, 103)).passes()).isFalse();
        assertThat(policy.judge(flow(ANNA, PUMP, PLC, Protocol.UDP, 102, Direction.FROM_CLIENT)))
                .isEqualTo(new Verdict.NotListed());
        assertThat(policy.judge(flow(ANNA, PUMP, PLC, Protocol.ICMP, 0, Direction.FROM_CLIENT)))
                .isEqualTo(new Verdict.NotListed());
        assertThat(policy.judge(flow(ANNA, PUMP, PLC, Protocol.TCP, 102, Direction.FROM_NODE)))
                .isEqualTo(new Verdict.NotListed());
        assertThat(policy.openings(ANNA, PUMP, prefix("192.168.1.0/24"), Direction.FROM_CLIENT))
                .extracting(Openings::words)
                .isEqualTo("TCP 102, 5900-5910");
    }

    @Test
    void whatIsToldOfAPlaceIsWhatIsJudgedOfEachFlow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            PolicyEvaluator policy = new PolicyEvaluator(randomPolicy(random));
            String address = "192.168." + random.nextInt(2) + "." + random.nextInt(4);
            Protocol protocol = any(random, Protocol.values());
            Direction opener = random.nextBoolean() ? Direction.FROM_CLIENT : Direction.FROM_NODE;
            int port = random.nextInt(6);
            UUID node = random.nextBoolean() ? PUMP : WEIR;
            assertThat(policy.judge(flow(ANNA, node, address, protocol, port, opener)).passes())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(
                            policy.openings(ANNA, node, prefix(address), opener)
                                    .permits(protocol, port));
        }
    }

    private static Policy randomPolicy(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            List<Target> targets = new ArrayList<>();
            for (int t = random.nextInt(3); t > 0; t--) {
                UUID node = random.nextInt(3) == 0 ? null : random.nextBoolean() ? PUMP : WEIR;
                String subnet =
                        random.nextInt(3) == 0
                                ? null
                                : "192.168." + random.nextInt(2) + (t == 1 ? ".0/24" : ".2/31");
                targets.add(target(node, subnet));
            }
            Protocol protocol = any(random, Protocol.values());
            boolean ports = protocol == Protocol.TCP || protocol == Protocol.UDP;
            rules.add(
                    new Rule(
                            "r" + i,
                            List.of((random.nextInt(4) == 0 ? BEN : ANNA).toString()),
                            targets,
                            protocol,
                            ports && random.nextBoolean()
                                    ? List.of(new PortRange(1, 1 + random.nextInt(4)))
                                    : List.of(),
                            any(random, Direction.values()),
                            any(random, Effect.values())));
        }
        Collections.shuffle(rules, random);
        return new Policy(rules);
    }

    private static <T> T any(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static PolicyEvaluator policy(Rule... rules) {
        return new PolicyEvaluator(new Policy(List.of(rules)));
    }

    private static Rule allow(String id, UUID client, List<Target> targets) {
        return rule(id, client, targets, Effect.ALLOW);
    }

    private static Rule rule(String id, UUID client, List<Target> targets, Effect effect) {
        return new Rule(
                id,
                List.of(client.toString()),
                targets,
                Protocol.ANY,
                List.of(),
                Direction.BOTH,
                effect);
    }

    private static Target target(@Nullable UUID node, @Nullable String subnet) {
        return new Target(node == null ? null : node.toString(), subnet);
    }

    private static Flow tcp(UUID client, UUID node, String address, int port) {
        return flow(client, node, address, Protocol.TCP, port, Direction.FROM_CLIENT);
    }

    private static Flow flow(
            UUID client, UUID node, String address, Protocol protocol, int port, Direction opener) {
        return new Flow(client, node, prefix(address), protocol, port, opener);
    }

    private static Cidr prefix(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
