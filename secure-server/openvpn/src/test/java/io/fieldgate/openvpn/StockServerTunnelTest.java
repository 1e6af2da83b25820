package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client and a stock server whose TUN device is real, in a network namespace that the test
/// makes: the server's kernel answers what goes through the tunnel.
class StockServerTunnelTest {
    private static final TestCertificates PKI = new TestCertificates();
    private static final TestCertificates.Issued CLIENT = PKI.client("client-1");
    private static final Inet4Address INNER = Inet4Address.ofLiteral("10.98.0.1");

    @TempDir Path directory;

    private final long number = ProcessHandle.current().pid() & 0x3fff;
    private final String namespace = "fg-stock-" + number;
    private final String hostSide = "fgstock" + number;

    /// A network of four addresses out of those for benchmarks (RFC 2544), one for each process.
    private final String outer = "198.18." + (number >> 6) + "." + ((number & 0x3f) << 2 | 2);

    private final String host = "198.18." + (number >> 6) + "." + ((number & 0x3f) << 2 | 1);

    /// The same of an IPv6 network out of those for private use (RFC 4193).
    private final String outer6 = "fd00:5:%x::2".formatted(number);

    private final String host6 = "fd00:5:%x::1".formatted(number);

    @BeforeEach
    void makeNamespace() throws Exception {
        assertThat(StockClient.isInstalled())
                .as("openvpn is not installed: ./fieldgate test installs it")
                .isTrue();
        assertThat(Files.exists(Path.of("/dev/net/tun")))
                .as("no /dev/net/tun: load the tun module, or give the container the device")
                .isTrue();
        ip("netns", "add", namespace);
        ip("link", "add", hostSide, "type", "veth", "peer", "name", "out", "netns", namespace);
        ip("addr", "add", host + "/30", "dev", hostSide);
        ip("addr", "add", host6 + "/64", "dev", hostSide, "nodad");
        ip("link", "set", hostSide, "up");
        ip("-n", namespace, "link", "set", "lo", "up");
        ip("-n", namespace, "addr", "add", outer + "/30", "dev", "out");
        ip("-n", namespace, "addr", "add", outer6 + "/64", "dev", "out", "nodad");
        ip("-n", namespace, "link", "set", "out", "up");
    }

    @AfterEach
    void removeNamespace() throws Exception {
        // With the namespace alone it would go some time later, and be in the next test's way.
        ip("link", "del", hostSide);
        ip("netns", "del", namespace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-GCM", "CHACHA20-POLY1305"})
    void pingsThroughTheTunnelAreAnswered(String cipher) throws Exception {
        try (StockServer server = server(outer, "data-ciphers " + cipher);
                LoopbackClient client = new LoopbackClient(config(server))) {
            Inet4Address own = client.awaitUp(server).settings().ipv4().orElseThrow().address();
            for (int sequence = 1; sequence <= 5; sequence++) {
                pingIsAnswered(server, client, own, sequence);
            }
            assertThat(client.dropsOnceUp()).isEmpty();
        }
    }

    @Test
    void theTunnelMayGoOverIpv6() throws Exception {
        try (StockServer server = server(outer6);
                LoopbackClient client = new LoopbackClient(config(server))) {
            Inet4Address own = client.awaitUp(server).settings().ipv4().orElseThrow().address();
            for (int sequence = 1; sequence <= 5; sequence++) {
                pingIsAnswered(server, client, own, sequence);
            }
            assertThat(server.logged("[AF_INET6]" + host6)).isTrue();
            assertThat(client.dropsOnceUp()).isEmpty();
        }
    }

    @Test
    void pingsAreAnsweredBeforeDuringAndAfterRenegotiations() throws Exception {
        ClientConfig.Limits limits =
                ClientConfig.Limits.DEFAULT.withRenegotiate(Duration.ofSeconds(2));
        try (StockServer server = server(outer, "reneg-sec 5");
                LoopbackClient client = new LoopbackClient(config(server).with(limits))) {
            Inet4Address own = client.awaitUp(server).settings().ipv4().orElseThrow().address();
            int sequence = 0;
            while (client.events(ClientEvent.Rekeyed.class).size() < 4) {
                pingIsAnswered(server, client, own, ++sequence);
            }
            pingIsAnswered(server, client, own, ++sequence);
            assertThat(client.dropsOnceUp()).isEmpty();
        }
    }

    private static void pingIsAnswered(
            StockServer server, LoopbackClient client, Inet4Address own, int sequence) {
        int before = client.delivered.size();
        client.run((session, now, output) -> session.send(now, echoRequest(own, sequence), output));
        client.await(
                server,
                "answer to ping " + sequence,
                () ->
                        client.delivered.stream()
                                .skip(before)
                                .anyMatch(packet -> isEchoReply(packet, own, sequence)));
    }

    private StockServer server(String at, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("keepalive 1 4");
        return StockServer.inNamespace(namespace, InetAddress.ofLiteral(at), directory, PKI, all);
    }

    private static ClientConfig config(StockServer server) {
        return new ClientConfig(
                server.address,
                Transport.UDP,
                new ClientProtection.Unprotected(),
                PKI.clientContext(CLIENT, "TLS"));
    }

    private static ByteBuffer echoRequest(Inet4Address from, int sequence) {
        ByteBuffer packet = ByteBuffer.allocate(20 + 8 + 32);
        packet.put(0, (byte) 0x45).putShort(2, (short) packet.capacity());
        packet.put(8, (byte) 64).put(9, (byte) 1);
        packet.put(12, from.getAddress()).put(16, INNER.getAddress());
        packet.putShort(10, checksum(packet, 0, 20));
        packet.put(20, (byte) 8).putShort(24, (short) 4711).putShort(26, (short) sequence);
        packet.putShort(22, checksum(packet, 20, packet.capacity()));
        return packet;
    }

    private static boolean isEchoReply(ByteBuffer packet, Inet4Address to, int sequence) {
        return packet.remaining() == 60
                && packet.get(9) == 1
                && packet.get(20) == 0
                && packet.getShort(26) == sequence
                && packet.slice(12, 4).equals(ByteBuffer.wrap(INNER.getAddress()))
                && packet.slice(16, 4).equals(ByteBuffer.wrap(to.getAddress()));
    }

    private static short checksum(ByteBuffer packet, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    private static void ip(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s (needs root, or CAP_NET_ADMIN)", command, output)
                .isZero();
    }
}
