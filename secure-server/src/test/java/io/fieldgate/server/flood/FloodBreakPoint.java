package io.fieldgate.server.flood;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.flood.FloodLab.Traffic;
import io.fieldgate.server.support.Tenant;
import io.fieldgate.server.support.Tenant.Member;
import io.fieldgate.server.support.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a flood breaks our server and the original, on this machine. No test of every build: run
/// it with `./fieldgate flood`.
///
/// Each server gets ever more packets a second until an honest client does not connect within three
/// seconds, three times out of three, or the running tunnel loses more than one ping in a hundred.
class FloodBreakPoint {
    private static final int SECONDS = Integer.getInteger("fieldgate.flood.seconds", 10);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final int CONNECTS = 3;
    private static final double MOST_LOSS_PERCENT = 1;

    /// What is reached of a rate is less when the machine gives no more; then no step is tried.
    private static final double REACHED = 0.4;

    private static final int[] RATES = {
        10, 20, 50, 100, 1000, 5000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 120_000,
        160_000, 240_000, 320_000, 480_000, 640_000
    };

    private static final String ROW = "%-55s %9s %9s %9s %9s %9s %9s %-22s %s%n";

    @TempDir private Path directory;
    private TestCa platformCa;
    private TestCa tenantCa;
    private final List<String> breaks = new ArrayList<>();

    @BeforeEach
    void issue() throws Exception {
        platformCa = new TestCa(directory, "platform");
        tenantCa = new TestCa(directory, "tenant");
    }

    @Test
    void theRateAtWhichEachServerBreaks() throws Exception {
        System.out.printf(
                "%n%d processors, Java %s; %d s each step, sender on the same machine%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), SECONDS);
        System.out.printf(
                ROW,
                "server",
                "wanted/s",
                "sent/s",
                "answer/s",
                "overflow",
                "loss %",
                "ping ms",
                "connect ms",
                "verdict");
        climb(
                "ours",
                (lab, folder, tenant) ->
                        SecureServerUnderFlood.start(lab, folder, platformCa, tenantCa, tenant));
        climb("stock", (lab, folder, tenant) -> stock(lab, folder, tenant));
        climb(
                "raised",
                (lab, folder, tenant) ->
                        stock(lab, folder, tenant, "connect-freq-initial 100000000 1"));
        breaks.forEach(System.out::println);
    }

    private FloodedServer stock(FloodLab lab, Path folder, Tenant tenant, String... more)
            throws Exception {
        return StockServerUnderFlood.start(
                lab, folder, tenantCa, tenant, folder.resolve("v2-server.key"), more);
    }

    private interface Starter {
        FloodedServer start(FloodLab lab, Path folder, Tenant tenant) throws Exception;
    }

    private void climb(String name, Starter starter) throws Exception {
        Path folder = Files.createDirectory(directory.resolve(name));
        Tenant tenant = new Tenant(folder, tenantCa);
        Member running = tenant.add(PeerKind.CLIENT);
        Member honest = tenant.add(PeerKind.CLIENT);
        Member robbed = tenant.add(PeerKind.CLIENT);
        try (FloodLab lab = new FloodLab(folder);
                FloodedServer server = starter.start(lab, folder, tenant)) {
            Tunnel tunnel = Tunnel.open(lab, folder, FloodLab.profile(tenant, running));
            HonestClient client = new HonestClient(lab, folder, FloodLab.profile(tenant, honest));
            client.connectMillis(Duration.ofSeconds(20));
            long held = 0;
            String broken = "not broken: the machine cannot send more";
            for (int rate : RATES) {
                Step step = step(lab, folder, server, tunnel, client, robbed, rate);
                step.print(server.name(), rate);
                if (step.isBroken()) {
                    broken = "breaks at %,d/s".formatted(step.flood.perSecond());
                    break;
                }
                held = step.flood.perSecond();
                if (held < rate * REACHED) {
                    break;
                }
            }
            breaks.add("%s: holds %,d/s, %s".formatted(server.name(), held, broken));
        }
    }

    private static Step step(
            FloodLab lab,
            Path folder,
            FloodedServer server,
            Tunnel tunnel,
            HonestClient client,
            Member robbed,
            int rate)
            throws Exception {
        Traffic answeredBefore = lab.traffic("sent");
        long overflowBefore = lab.socketOverflows();
        Attack attack = Attack.start(lab, folder, robbed.v2Key(), server.port(), rate, SECONDS);
        attack.awaitBegin(lab);
        Tunnel.Pings pings = tunnel.ping(SECONDS - 2);
        List<Long> connects = new ArrayList<>();
        while (attack.isRunning() && connects.size() < CONNECTS) {
            connects.add(client.connectMillis(CONNECT_LIMIT));
        }
        Attack.Sent flood = attack.result();
        Tunnel.Loss loss = pings.result();
        return new Step(
                flood,
                lab.traffic("sent").minus(answeredBefore).packets() * 1000 / flood.millis(),
                lab.socketOverflows() - overflowBefore,
                loss,
                connects);
    }

    /// @param answered packets a second
    private record Step(
            Attack.Sent flood,
            long answered,
            long overflows,
            Tunnel.Loss loss,
            List<Long> connects) {

        boolean isBroken() {
            return loss.percent() > MOST_LOSS_PERCENT
                    || connects.stream().anyMatch(millis -> millis >= CONNECT_LIMIT.toMillis());
        }

        void print(String server, int rate) {
            System.out.printf(
                    ROW,
                    server,
                    rate,
                    flood.perSecond(),
                    answered,
                    overflows,
                    "%.2f".formatted(loss.percent()),
                    "%.1f".formatted(loss.averageMillis()),
                    connects,
                    isBroken() ? "broken" : "holds");
        }
    }
}
