package io.fieldgate.server.flood;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.flood.FloodLab.Traffic;
import io.fieldgate.server.flood.SecureServerUnderFlood.Heap;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.Tenant;
import io.fieldgate.server.support.Tenant.Member;
import io.fieldgate.server.support.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An attacker who has stolen a client's key sends 20,000 first packets a second from addresses
/// that are not its own. `-Dfieldgate.flood.seconds=N` floods longer.
class SpoofFloodTest {
    private static final int RATE = 20_000;
    private static final int LEAST_RATE = 5_000;
    private static final int SECONDS = Integer.getInteger("fieldgate.flood.seconds", 20);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final long HEAP_MARGIN = 5 << 20;

    @TempDir private Path directory;

    @Test
    void aFloodOfFirstPacketsCostsNobodyATunnelAndTheServerNoMemory() throws Exception {
        TestCa platformCa = new TestCa(directory, "platform");
        TestCa tenantCa = new TestCa(directory, "tenant");
        Tenant tenant = new Tenant(directory, tenantCa);
        Member running = tenant.add(PeerKind.CLIENT);
        Member honest = tenant.add(PeerKind.CLIENT);
        Member robbed = tenant.add(PeerKind.CLIENT);
        try (FloodLab lab = new FloodLab(directory);
                SecureServerUnderFlood server =
                        SecureServerUnderFlood.start(
                                lab, directory, platformCa, tenantCa, tenant)) {
            Tunnel tunnel = Tunnel.open(lab, directory, FloodLab.profile(tenant, running));
            HonestClient client =
                    new HonestClient(lab, directory, FloodLab.profile(tenant, honest));
            long quiet = client.connectMillis(Duration.ofSeconds(20));
            Heap before = settled(server);
            Traffic receivedBefore = lab.traffic("received");
            Traffic sentBefore = lab.traffic("sent");

            Attack attack =
                    Attack.start(lab, directory, robbed.v2Key(), server.port(), RATE, SECONDS);
            attack.awaitBegin(lab);
            Tunnel.Pings pings = tunnel.ping(SECONDS - 2);
            List<Long> connects = new ArrayList<>();
            while (attack.isRunning()) {
                connects.add(client.connectMillis(CONNECT_LIMIT));
            }
            connects.removeLast(); // the flood may have ended meanwhile
            Attack.Sent flood = attack.result();
            Tunnel.Loss loss = pings.result();
            Heap after = settled(server);
            Traffic received = lab.traffic("received").minus(receivedBefore);
            Traffic sent = lab.traffic("sent").minus(sentBefore);

            print(lab, flood, received, sent);
            System.out.printf(
                    "running tunnel: %d of %d pings lost (%.2f %%), average %.1f ms, longest %.1f"
                            + " ms%nhonest client: up in %s ms, %d ms before%n"
                            + "server: heap %,d -> %,d bytes, sessions %d -> %d, dropped %s%n",
                    loss.lost(),
                    loss.sent(),
                    loss.percent(),
                    loss.averageMillis(),
                    loss.maxMillis(),
                    connects,
                    quiet,
                    before.bytes(),
                    after.bytes(),
                    before.sessions(),
                    after.sessions(),
                    server.dropped());
            assertThat(flood.perSecond())
                    .as("packets a second; this machine is too busy or too slow for the test")
                    .isGreaterThanOrEqualTo(LEAST_RATE);
            assertThat(sent.packets()).as("answers").isPositive();
            assertThat(sent.bytes()).isLessThanOrEqualTo(received.bytes());
            assertThat(after.sessions()).isEqualTo(before.sessions());
            assertThat(after.bytes()).isLessThanOrEqualTo(before.bytes() + HEAP_MARGIN);
            assertThat(loss.percent()).as("loss of the running tunnel").isLessThanOrEqualTo(1);
            assertThat(connects)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(millis -> assertThat(millis).isLessThan(CONNECT_LIMIT.toMillis()));
        }
    }

    private static void print(FloodLab lab, Attack.Sent flood, Traffic received, Traffic sent)
            throws Exception {
        System.out.printf(
                "flood: %,d packets from %,d addresses, %,d/s; arrived %,d (%,d bytes), answered"
                        + " %,d (%,d bytes), socket overflows %,d%n",
                flood.packets(),
                flood.addresses(),
                flood.perSecond(),
                received.packets(),
                received.bytes(),
                sent.packets(),
                sent.bytes(),
                lab.socketOverflows());
    }

    /// The figures once the honest client's good-bye has arrived.
    private static Heap settled(SecureServerUnderFlood server) throws Exception {
        Eventually.that("one session", Duration.ofSeconds(10), () -> server.heap().sessions() == 1);
        return server.heap();
    }
}
