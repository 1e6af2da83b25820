package io.fieldgate.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.flow.FlowTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Fifty identical sites and five engineers: each packet goes where a plain model of the promises
/// says, with the same octets, or nowhere.
///
/// `-Dfieldgate.simulation.packets=N` sets how many packets; `-Dfieldgate.test.seed=N` repeats a
/// run.
class FiftySitesTest {
    private static final int PACKETS = Integer.getInteger("fieldgate.simulation.packets", 100_000);
    private static final long SEED = Long.getLong("fieldgate.test.seed", System.nanoTime());
    private static final long MILLISECOND = 1_000_000L;

    private final Random random = new Random(SEED);
    private final World world = new World();
    private final Changes changes = new Changes(random, world);
    private final Traffic traffic = new Traffic(random, world);
    private final Map<String, Integer> outcomes = new HashMap<>();
    private final WrongMachine wrongMachine = new WrongMachine(world);
    private long now = 1000 * MILLISECOND;

    @Test
    void noPacketReachesAnotherMachineThanThePlainModelSays() {
        System.out.println("FiftySitesTest: -Dfieldgate.test.seed=" + SEED);
        PlainRouter model = new PlainRouter(world);
        Engine engine = new Engine(FlowTable.USUAL_LIMIT);
        List<String> differences = new ArrayList<>();
        engine.install(world);
        for (int i = 0; i < PACKETS && differences.size() < 5; i++) {
            step(engine);
            Traffic.Sending sending = traffic.next();
            Outcome expected = model.decide(now, sending.from(), sending.packet());
            outcomes.merge(kind(expected), 1, Integer::sum);
            if (expected instanceof Outcome.Open) {
                continue;
            }
            long before = engine.dropped();
            List<Engine.Sent> sent = engine.route(now, sending.from(), Octets.of(sending.packet()));
            String difference =
                    Comparison.difference(
                            expected,
                            sending.from(),
                            sending.packet(),
                            sent,
                            engine.dropped() - before);
            difference += wrongMachine.look(sending.from(), sending.packet(), sent);
            if (!difference.isEmpty()) {
                differences.add("packet " + i + ": " + sending + "\n  " + difference + "\n");
            }
        }
        assertThat(differences).as("seed %d, %s, %s", SEED, outcomes, engine.drops()).isEmpty();
        assertThat(engine.flowCount()).as("no flow was pushed out").isLessThan(60_000);
        assertThatMuchHappened();
        System.out.println("FiftySitesTest: " + outcomes + " " + engine.drops());
    }

    /// With room for so few flows that most are forgotten while they run.
    @Test
    void noPacketReachesAnotherMachineWhenFlowsAreForgotten() {
        Engine engine = new Engine(64);
        engine.install(world);
        for (int i = 0; i < PACKETS / 4; i++) {
            step(engine);
            Traffic.Sending sending = traffic.next();
            List<Engine.Sent> sent = engine.route(now, sending.from(), Octets.of(sending.packet()));
            assertThat(wrongMachine.look(sending.from(), sending.packet(), sent))
                    .as("seed %d, packet %d: %s", SEED, i, sending)
                    .isEmpty();
        }
        assertThat(engine.flowCount()).isBetween(1, 64);
        assertThat(wrongMachine.looks()).isGreaterThan(PACKETS / 20);
    }

    /// Time goes on, and now and then somebody changes something.
    private void step(Engine engine) {
        now += (1 + random.nextInt(20)) * MILLISECOND;
        if (random.nextInt(200) == 0) {
            changes.next();
            engine.install(world);
        }
        if (random.nextInt(5000) == 0) {
            int[] pauses = {32, 32, 64, 125, 125, 7300};
            now += pauses[random.nextInt(pauses.length)] * 1000L * MILLISECOND;
            traffic.pause();
        }
    }

    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered ->
                    delivered.to().isClient() ? "to clients" : "to nodes";
            case Outcome.Dropped dropped -> "dropped, " + dropped.answer();
            case Outcome.Pinged _ -> "pings";
            case Outcome.Open _ -> "open";
        };
    }

    /// The comparison is worth nothing if hardly anything passes or the model says nothing.
    private void assertThatMuchHappened() {
        assertThat(outcomes.get("to clients")).isGreaterThan(PACKETS / 10);
        assertThat(outcomes.get("to nodes")).isGreaterThan(PACKETS / 10);
        assertThat(outcomes.get("dropped, RESET")).isGreaterThan(PACKETS / 100);
        assertThat(outcomes.get("dropped, PROHIBITED")).isGreaterThan(PACKETS / 1000);
        assertThat(outcomes.getOrDefault("open", 0)).isLessThan(PACKETS / 5);
    }
}
