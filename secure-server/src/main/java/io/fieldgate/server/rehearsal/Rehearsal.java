package io.fieldgate.server.rehearsal;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.control.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A node and a client that dial in to a server of the same process, over loopback, and send
/// packets to each other.
public final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PACKETS = 20_000;
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

    /// New keys and certificates for everybody.
    public Rehearsal() throws GeneralSecurityException {}

    /// Who the server is.
    public Identity identity() throws GeneralSecurityException {
        RehearsalCa.Issued server = ca.issueServer("rehearsal-server");
        return new Identity(
                server.key(),
                server.certificate(),
                server.key(),
                List.of(server.certificate()),
                ca.certificate());
    }

    /// What the server has to do.
    public DesiredState state() throws GeneralSecurityException {
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
        Map<String, Peer> peers = new LinkedHashMap<>();
        add(peers, nodeId, PeerKind.NODE, "100.64.0.2", node);
        add(peers, clientId, PeerKind.CLIENT, "100.64.0.3", client);
        return new DesiredState(1, settings, peers, new Policy(List.of(rule())));
    }

    private static void add(
            Map<String, Peer> peers,
            UUID id,
            PeerKind kind,
            String address,
            RehearsalCa.Issued certificate)
            throws GeneralSecurityException {
        peers.put(
                id.toString(),
                new Peer(
                        id.toString(),
                        kind,
                        Peer.State.ACTIVE,
                        address,
                        List.of(certificate.allowed()),
                        List.of()));
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

    /// Dials in and sends packets both ways.
    ///
    /// @param port of the server, over loopback
    /// @return how it went, in words for the log
    /// @throws IOException if it did not go well; says what to look at
    public List<String> perform(int port) throws IOException, GeneralSecurityException {
        TlsCryptV2ServerKey wrapping = TlsCryptV2ServerKey.of(v2Key);
        List<String> report = new ArrayList<>();
        long begun = System.nanoTime();
        try (RehearsalPeer nodePeer = new RehearsalPeer(nodeId, ca, node, wrapping, port);
                RehearsalPeer clientPeer =
                        new RehearsalPeer(clientId, ca, client, wrapping, port)) {
            awaitUp(nodePeer, clientPeer);
            report.add("two tunnels came up in " + millisSince(begun) + " ms");
            begun = System.nanoTime();
            for (int sent = 0; sent < PACKETS; sent += BURST) {
                for (int i = 0; i < BURST; i++) {
                    clientPeer.send(datagram(CLIENT, NODE));
                }
                nodePeer.step();
                nodePeer.send(datagram(NODE, CLIENT));
                clientPeer.step();
            }
            int arrived = nodePeer.delivered() + clientPeer.delivered();
            report.add(arrived + " packets in " + millisSince(begun) + " ms");
            if (nodePeer.delivered() == 0 || clientPeer.delivered() == 0) {
                throw new IOException("the tunnels came up, but no packets came through");
            }
        }
        return report;
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
