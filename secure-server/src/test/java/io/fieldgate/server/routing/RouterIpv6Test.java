package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterIpv6Test {
    private static final String DEVICE = "2001:db8:1::10";
    private static final byte[] ECHO_REQUEST = {(byte) 128, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7};

    private final RouterBench bench = new RouterBench();

    @Test
    void aClientReachesADeviceBehindANodeAndTheDeviceTheClient() {
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, DEVICE, 64));
        bench.route(bench.node, Packets.ipv6(DEVICE, RouterBench.CLIENT, 64));
        assertThat(bench.sent).extracting(Sent::to).containsExactly("node", "client");
        assertThat(bench.sent.getFirst().packet().get(7)).isEqualTo((byte) 63);
    }

    @Test
    void anotherPeersIpv6AddressIsNoSource() {
        bench.route(bench.client, Packets.ipv6("fd00:5:6:7::6440:3", DEVICE, 64));
        bench.route(bench.client, Packets.ipv6(RouterBench.GATEWAY, DEVICE, 64));
        bench.route(bench.client, Packets.ipv6("::6440:2", DEVICE, 64));
        bench.route(bench.client, Packets.ipv6("fe80::1", DEVICE, 64));
        bench.route(bench.node, Packets.ipv6("2001:db8:2::1", RouterBench.CLIENT, 64));
        assertThat(bench.sent).isEmpty();
        assertThat(bench.drops.of(DropReason.SPOOFED_SOURCE)).isEqualTo(5);
    }

    @Test
    void multicastAndLinkLocalGoNowhere() {
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "ff02::2", 255));
        bench.route(bench.client, Packets.ipv6("fe80::1", "ff02::16", 1));
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "fe80::1", 64));
        assertThat(bench.sent).isEmpty();
        assertThat(bench.drops.of(DropReason.NOT_UNICAST)).isEqualTo(3);
    }

    @Test
    void theGatewayAnswersEchoRequestsAndNothingElse() {
        bench.route(
                bench.client,
                Packets.icmpv6(RouterBench.CLIENT, RouterBench.GATEWAY, ECHO_REQUEST.clone()));
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, RouterBench.GATEWAY, 64));
        ByteBuffer damaged =
                Packets.icmpv6(RouterBench.CLIENT, RouterBench.GATEWAY, ECHO_REQUEST.clone());
        bench.route(bench.client, damaged.put(48, (byte) 99));
        assertThat(bench.sent).hasSize(1);
        ByteBuffer reply = bench.sent.getFirst().packet();
        ByteBuffer expected =
                Packets.icmpv6(
                        RouterBench.GATEWAY,
                        RouterBench.CLIENT,
                        new byte[] {(byte) 129, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7});
        assertThat(reply).isEqualTo(expected);
        assertThat(bench.drops.of(DropReason.NO_SUCH_SERVICE)).isEqualTo(2);
    }

    @Test
    void whatCannotBeDeliveredIsAnsweredWithTheRightError() {
        bench.node.connected = false;
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, DEVICE, 64));
        bench.node.connected = true;
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "2001:db8:9::1", 64));
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "fd00:5:6:7::6440:3", 64));
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, DEVICE, 1));
        assertThat(bench.sent).extracting(Sent::to).containsOnly("client");
        assertThat(bench.sent)
                .extracting(s -> s.packet().get(40) + "/" + s.packet().get(41))
                .containsExactly("1/3", "1/0", "1/1", "3/0");
        assertThat(bench.sent)
                .allSatisfy(s -> assertThat(Packets.icmpv6Checksum(s.packet())).isZero());
    }

    @Test
    void errorsAreNotAnsweredWithErrorsNotEvenBehindExtensionHeaders() {
        byte[] error = {1, 3, 0, 0, 0, 0, 0, 0};
        bench.route(bench.client, Packets.icmpv6(RouterBench.CLIENT, "2001:db8:9::1", error));
        byte[] redirect = {(byte) 137, 0, 0, 0, 0, 0, 0, 0};
        bench.route(bench.client, Packets.icmpv6(RouterBench.CLIENT, "2001:db8:9::1", redirect));
        byte[] wrapped = {58, 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0};
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "2001:db8:9::1", 60, wrapped));
        byte[] cutOff = {58, 9, 0, 0};
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "2001:db8:9::1", 0, cutOff));
        assertThat(bench.sent).isEmpty();
        byte[] request = {58, 0, 0, 0, 0, 0, 0, 0, (byte) 128, 0, 0, 0, 0, 0, 0, 0};
        bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, "2001:db8:9::1", 60, request));
        assertThat(bench.sent).hasSize(1);
    }

    @Test
    void randomHeadersNeverThrow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            int[] protocols = {0, 43, 44, 58, 60, 6, random.nextInt(256)};
            int protocol = protocols[random.nextInt(protocols.length)];
            String to = random.nextBoolean() ? "2001:db8:9::1" : RouterBench.GATEWAY;
            try {
                bench.route(bench.client, Packets.ipv6(RouterBench.CLIENT, to, protocol, payload));
            } catch (RuntimeException defect) {
                throw new AssertionError("seed " + seed, defect);
            }
        }
    }
}
