package io.fieldgate.server.rehearsal;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.server.control.Pem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// A portal for a server of the same process, and a node and a client that dial in to it, all over
/// loopback, and send packets to each other.
public final class Rehearsal implements Closeable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PACKETS = 20_000;
    private static final int ANY_PORT = 0;
    private static final int BURST = 32;
    private static final int LENGTH = 1000;
    private static final String NETWORK = "100.64.0.0/18";
    private static final int NODE = 0x6440_0002;
    private static final int CLIENT = 0x6440_0003;
    private static final int PING_SECONDS = 10;
    private static final int PING_RESTART_SECONDS = 60;
    private static final int RENEGOTIATE_SECONDS = 3600;

    private final RehearsalCa ca = new RehearsalCa();
    private final UUID nodeId = UUID.randomUUID();
    private final UUID clientId = UUID.randomUUID();
    private final RehearsalCa.Issued node = ca.issueClient(nodeId.toString());
    private final RehearsalCa.Issued client = ca.issueClient(clientId.toString());
    private final byte[] v2Key = TlsCryptV2ServerKey.generate(new SecureRandom());
    private final Path directory = Files.createTempDirectory("rehearsal");
    private final RehearsalPortal portal;

    /// New keys and certificates for everybody, and a portal.
    public Rehearsal() throws GeneralSecurityException, IOException {
        StateUpdate state = state();
        portal = new RehearsalPortal(ca, directory, state);
        InstanceConfig config =
                new InstanceConfig(
                        state.settings().secureServerId(),
                        ANY_PORT,
                        portal.url(),
                        Pem.certificate(ca.certificate()),
                        "rehearsal");
        Files.write(
                directory.resolve("server.json"), ContractJson.MAPPER.writeValueAsBytes(config));
    }

    /// Of the secure server, as the process host prepares it.
    public Path directory() {
        return directory;
    }

    /// What the server has to do.
    private StateUpdate state() throws GeneralSecurityException {
        ServerSettings settings =
                new ServerSettings(
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString(),
                        RoutingMode.ONE_TO_MANY,
                        NETWORK,
                        Base64.getEncoder().encodeToString(v2Key),
                        PING_SECONDS,
                        PING_RESTART_SECONDS,
                        RENEGOTIATE_SECONDS);
        List<Peer> peers =
                List.of(
                        peer(nodeId, PeerKind.NODE, "100.64.0.2", node),
                        peer(clientId, PeerKind.CLIENT, "100.64.0.3", client));
        return new StateUpdate(
                0,
                1,
                settings,
                peers,
                List.of(),
                List.of(),
                new Policy(List.of(rule())),
                List.of());
    }

    private static Peer peer(UUID id, PeerKind kind, String address, RehearsalCa.Issued certificate)
            throws GeneralSecurityException {
        return new Peer(
                id.toString(),
                kind,
                Peer.State.ACTIVE,
                address,
                List.of(certificate.allowed()),
                List.of());
    }

    private Policy.Rule rule() {
        return new Policy.Rule(
                UUID.randomUUID().toString(),
                List.of(clientId.toString()),
                List.of(),
                Policy.Protocol.UDP,
                List.of(new Policy.PortRange(1, 2000)),
                Policy.Direction.BOTH,
                Policy.Effect.ALLOW);
    }

    /// Waits until the server works with the state, dials in, and sends packets both ways.
    ///
    /// @param port of the server, over loopback
    /// @return how it went, in words for the log
    /// @throws IOException if it did not go well; says what to look at
    public List<String> perform(int port)
            throws IOException, GeneralSecurityException, InterruptedException {
        if (!portal.awaitApplied(LIMIT)) {
            throw new IOException(
                    "the server has no state from the portal over loopback; is TCP filtered"
                            + " there?");
        }
        TlsCryptV2ServerKey wrapping = TlsCryptV2ServerKey.of(v2Key);
        List<String> report = new ArrayList<>();
        long begun = System.nanoTime();
        try (RehearsalPeer nodePeer = new RehearsalPeer(nodeId, ca, node, wrapping, port);
                RehearsalPeer clientPeer =
                        new RehearsalPeer(clientId, ca, client, wrapping, port)) {
            awaitUp(nodePeer, clientPeer);
            report.add("two tunnels came up in " + millisSince(begun) + " ms");
            report.add(exchange(nodePeer, clientPeer));
        }
        return report;
    }

    private static String exchange(RehearsalPeer node, RehearsalPeer client) throws IOException {
        long begun = System.nanoTime();
        for (int sent = 0; sent < PACKETS; sent += BURST) {
            for (int i = 0; i < BURST; i++) {
                client.send(datagram(CLIENT, NODE));
            }
            node.step();
            node.send(datagram(NODE, CLIENT));
            client.step();
        }
        if (node.delivered() == 0 || client.delivered() == 0) {
            throw new IOException("the tunnels came up, but no packets came through");
        }
        return "%d packets in %d ms"
                .formatted(node.delivered() + client.delivered(), millisSince(begun));
    }

    @Override
    public void close() throws IOException {
        portal.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void awaitUp(RehearsalPeer first, RehearsalPeer second) throws IOException {
        long begun = System.nanoTime();
        while (!first.isUp() || !second.isUp()) {
            first.step();
            second.step();
            String trouble = first.trouble() + second.trouble();
            if (!trouble.isEmpty()) {
                throw new IOException(trouble);
            }
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IOException("no tunnel came up over loopback; is UDP filtered there?");
            }
        }
    }

    private static long millisSince(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    /// IPv4, UDP, without a checksum of its own.
    private static ByteBuffer datagram(int from, int to) {
        ByteBuffer packet = ByteBuffer.allocate(LENGTH);
        packet.putInt(0x4500_0000 | LENGTH).putInt(0).putInt(0x4011_0000).putInt(from).putInt(to);
        int sum = 0;
        for (int at = 0; at < packet.position(); at += Short.BYTES) {
            sum += packet.getShort(at) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        packet.putShort(10, (short) ~sum);
        packet.putShort((short) 1000).putShort((short) 1000);
        packet.putShort((short) (LENGTH - packet.position() + 4)).putShort((short) 0);
        return packet.rewind();
    }
}
