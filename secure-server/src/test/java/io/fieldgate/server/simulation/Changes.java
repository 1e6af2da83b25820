package io.fieldgate.server.simulation;

import io.fieldgate.contract.control.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes up what people change while packets run.
final class Changes {
    private final Random random;
    private final World world;

    Changes(Random random, World world) {
        this.random = random;
        this.world = world;
    }

    void next() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> world.rules = rules();
            case 4 -> world.rules = List.of();
            case 5 -> world.clientsReachClients = random.nextBoolean();
            case 6 -> {
                for (int site = 1; site <= World.SITES; site++) {
                    world.subnets.put(world.nodes.get(site - 1), World.subnetsOf(site));
                }
                withdraw(1 + random.nextInt(5));
            }
            default -> select();
        }
    }

    /// An engineer goes to another site; mostly to one of a few, so that some come back.
    private void select() {
        Member client = pick(world.clients);
        int site = random.nextInt(4) == 0 ? random.nextInt(World.SITES) : random.nextInt(4);
        boolean none = random.nextInt(6) == 0;
        world.selected.put(client, none ? List.of() : List.of(world.nodes.get(site)));
    }

    /// A site announces less.
    private void withdraw(int site) {
        Member node = world.nodes.get(site - 1);
        List<World.Subnet> all = World.subnetsOf(site);
        world.subnets.put(node, all.subList(0, random.nextInt(2)));
    }

    /// Rules about all engineers but the first two.
    List<Policy.Rule> rules() {
        List<Policy.Rule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            rules.add(rule("rule-" + i));
        }
        for (int i = 2; i < World.ENGINEERS; i++) {
            if (random.nextInt(4) > 0) {
                rules.add(
                        new Policy.Rule(
                                "all-" + i,
                                List.of("engineer-" + (i + 1)),
                                List.of(),
                                Policy.Protocol.ANY,
                                List.of(),
                                pick(List.of(Policy.Direction.values())),
                                Policy.Effect.ALLOW));
            }
        }
        return rules;
    }

    private Policy.Rule rule(String id) {
        List<String> clients = new ArrayList<>();
        for (int i = 3; i <= World.ENGINEERS; i++) {
            if (random.nextBoolean()) {
                clients.add("engineer-" + i);
            }
        }
        List<Policy.Target> targets = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String node = random.nextBoolean() ? null : "site-" + (1 + random.nextInt(6));
            targets.add(new Policy.Target(node, random.nextInt(4) == 0 ? null : prefix()));
        }
        List<Policy.PortRange> ports = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int first = pick(List.of(80, 161, 400, 502, 9000));
            ports.add(new Policy.PortRange(first, first + random.nextInt(200)));
        }
        return new Policy.Rule(
                id,
                clients,
                targets,
                pick(List.of(Policy.Protocol.values())),
                ports,
                pick(List.of(Policy.Direction.values())),
                random.nextInt(3) == 0 ? Policy.Effect.DENY : Policy.Effect.ALLOW);
    }

    private String prefix() {
        return switch (random.nextInt(5)) {
            case 0 -> "fd99:1::/" + (64 + random.nextInt(56));
            case 1 -> "fd99:1::" + (10 + random.nextInt(2)) + "/128";
            case 2 -> "10.1.4.0/" + (16 + random.nextInt(8));
            case 3 -> "192.168.1.8/" + (29 + random.nextInt(3));
            default -> "192.168.1." + (10 + random.nextInt(3)) + "/32";
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
