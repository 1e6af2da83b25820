package io.fieldgate.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.flow.FlowTable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random rules let the same packets pass as nftables with the same rules do.
///
/// `-Dfieldgate.oracle.packets=N` sets how many packets; `-Dfieldgate.test.seed=N` repeats a run.
class NftOracleTest {
    private static final int PACKETS = Integer.getInteger("fieldgate.oracle.packets", 100_000);
    private static final long SEED = Long.getLong("fieldgate.test.seed", System.nanoTime());

    /// With the same rules; not more than have different ports.
    private static final int ROUND = 2000;

    /// Not more than the kernel's queues take, and than an octet tells apart.
    private static final int BATCH = 250;

    private static final long LONGEST_IDLE = 3L * 3600 * 1_000_000_000L;

    @TempDir Path directory;
    private final Random random = new Random(SEED);
    private final World world = new World();
    private final Changes changes = new Changes(random, world);
    private final Engine engine = new Engine(FlowTable.USUAL_LIMIT);
    private final List<String> differences = new ArrayList<>();
    private long now = LONGEST_IDLE;
    private int passed;
    private int judged;

    /// A packet that opens a flow, and what nftables see of it.
    ///
    /// @param mapped with mapped addresses on the node's side
    private record Opening(Member from, Packet packet, Packet mapped) {}

    @Test
    void rulesPermitWhatNftablesWithTheSameRulesPermit() throws Exception {
        System.out.println("NftOracleTest: -Dfieldgate.test.seed=" + SEED);
        // The thread goes into another namespace for good.
        FutureTask<Boolean> task = new FutureTask<>(this::compare, true);
        Thread.ofPlatform().name("in-namespace").start(task);
        task.get(20, TimeUnit.MINUTES);
        assertThat(differences).as("seed %d", SEED).isEmpty();
        assertThat(passed).as("of %d", judged).isBetween(judged / 5, judged - judged / 5);
        System.out.printf("NftOracleTest: %d packets, %d permitted%n", judged, passed);
    }

    private void compare() {
        try (NftRouter kernel = new NftRouter(directory)) {
            while (judged < PACKETS && differences.size() < 5) {
                world.rules = changes.rules();
                engine.install(world);
                kernel.install(NftRules.of(world));
                for (int i = 0; i < ROUND / BATCH; i++) {
                    compareBatch(kernel);
                }
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void compareBatch(NftRouter kernel) throws Exception {
        List<Opening> batch = new ArrayList<>();
        kernel.received();
        for (int i = 0; i < BATCH; i++) {
            Opening opening = opening(i);
            batch.add(opening);
            kernel.send(opening.from().isClient(), Octets.of(opening.mapped()));
        }
        Set<ByteBuffer> received = kernel.received();
        for (Opening opening : batch) {
            ByteBuffer expected = ByteBuffer.wrap(Octets.of(opening.mapped().forwarded()));
            boolean byKernel = received.contains(expected);
            boolean byEngine = passes(opening);
            judged++;
            passed += byKernel ? 1 : 0;
            if (byKernel != byEngine && differences.size() < 5) {
                differences.add(
                        "nft says %b to %s under %s%n".formatted(byKernel, opening, world.rules));
            }
        }
    }

    /// Flows are opened long after each other, so that none is an answer to another.
    private boolean passes(Opening opening) {
        now += LONGEST_IDLE;
        long before = engine.dropped();
        List<Engine.Sent> sent = engine.route(now, opening.from(), Octets.of(opening.packet()));
        return engine.dropped() == before
                && sent.size() == 1
                && sent.getFirst().to() != opening.from();
    }

    private Opening opening(int number) {
        // The first two are named by no rule.
        int firstClient = random.nextInt(10) == 0 ? 0 : 2;
        Member client = world.clients.get(random.nextInt(firstClient, World.ENGINEERS));
        Member node = world.nodes.get(random.nextInt(random.nextBoolean() ? 6 : World.SITES));
        boolean fromClient = random.nextBoolean();
        Address device = device(node);
        Address seen = node.isAt(device) ? device : world.mapped(node, device);
        Address clientAddress = client.address(device.ipv6());
        Transport transport = transport(number);
        if (seen == null) {
            throw new IllegalStateException(device + " is not behind " + node);
        }
        if (fromClient) {
            Packet packet = new Packet(clientAddress, seen, 64, transport, null);
            return new Opening(client, packet, packet);
        }
        return new Opening(
                node,
                new Packet(device, clientAddress, 64, transport, null),
                new Packet(seen, clientAddress, 64, transport, null));
    }

    private Address device(Member node) {
        boolean hasThird = world.subnets.getOrDefault(node, List.of()).size() > 2;
        return switch (random.nextInt(hasThird ? 10 : 8)) {
            case 0 -> node.address(random.nextBoolean());
            case 1, 2 -> Address.of("fd99:1::").plus(random.nextInt(24));
            case 3, 4 -> Address.of("192.168.1.0").plus(random.nextInt(256));
            case 8, 9 -> Address.of("10.1.4.0").plus(random.nextInt(1024));
            default -> Address.of("192.168.1.8").plus(random.nextInt(8));
        };
    }

    private Transport transport(int number) {
        int from = 20_000 + number;
        List<Integer> ports = List.of(80, 161, 400, 502, 9000);
        int to =
                random.nextInt(4) == 0
                        ? random.nextInt(1, 10_000)
                        : pick(ports) + random.nextInt(9);
        int filler = random.nextInt(256);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new Transport.Tcp(from, to, Transport.Tcp.SYN, filler, 0);
            case 3, 4, 5 -> new Transport.Udp(from, to, true, filler, 10);
            case 6 -> new Transport.Echo(true, from, filler, 10);
            default -> new Transport.Other(47, number, 20);
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
