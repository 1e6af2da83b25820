package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/// One server and its peers, connected by a network that a test can disturb. Time stands still
/// until a test moves it.
final class VirtualWorld {
    static final TestCertificates PKI = new TestCertificates();
    static final TestCertificates.Issued SERVER = PKI.server("secure-server");
    static final TestCertificates.Issued CLIENT = PKI.client("client-1");
    static final UUID PEER = UUID.fromString("6f1c8a52-94a5-4f4e-9f6b-3d0f5f9f7c11");

    final byte[] serverKey = TlsCryptV2ServerKey.generate(new SecureRandom());
    final VirtualServer server;
    final List<TestPeer> peers = new ArrayList<>();
    Transport transport = Transport.UDP;

    /// Changes what arrives: a list with the packet once, twice, or not at all.
    UnaryOperator<List<ByteBuffer>> toServer = packets -> packets;

    UnaryOperator<List<VirtualServer.Sent>> toPeers = packets -> packets;

    /// Just before the clock's sign changes, as it may on a real machine.
    long now = -3_000_000_000L;

    private long unixSeconds = 1_800_000_000L;

    VirtualWorld() {
        this(ServerConfig.Limits.DEFAULT);
    }

    VirtualWorld(ServerConfig.Limits limits) {
        TlsCryptV2ServerSecret secret = new TlsCryptV2ServerSecret(serverKey);
        server =
                new VirtualServer(
                        new ServerConfig(
                                PKI.context(SERVER),
                                ControlKeys.of(secret),
                                DataPolicy.MODERN,
                                limits),
                        1);
    }

    TestPeer peer() {
        return peer(true, CLIENT);
    }

    /// @param early whether it can do the cookie exchange, as clients since OpenVPN 2.6 can
    TestPeer peer(boolean early, TestCertificates.Issued certificate) {
        TlsCryptV2ClientKey key =
                TlsCryptV2ServerKey.of(serverKey)
                        .wrap(
                                StaticKey.generate(new SecureRandom()),
                                ClientKeyMetadata.ofPeer(PEER));
        int port = 40_000 + peers.size();
        TestPeer peer =
                new TestPeer(
                        new InetSocketAddress(address("192.0.2.1"), port),
                        PKI.context(certificate),
                        key,
                        early,
                        transport == Transport.TCP,
                        port);
        peers.add(peer);
        return peer;
    }

    /// A peer that is up.
    TestPeer admittedPeer() throws SSLException {
        TestPeer peer = peer();
        peer.start(now);
        settle();
        admit();
        settle();
        return peer;
    }

    /// The session that was made last.
    ServerSession session() {
        return hosted().session;
    }

    VirtualServer.Hosted hosted() {
        return server.sessions.getLast();
    }

    void admit() {
        session().admit(now, admission(hosted().peerId), hosted());
    }

    static Admission admission(int peerId) {
        return new Admission(
                peerId,
                address("100.64.0.2"),
                18,
                address("100.64.0.1"),
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(3600));
    }

    static Inet4Address address(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }

    /// Carries packets to and fro until nothing moves.
    void settle() throws SSLException {
        boolean moved = true;
        for (int round = 0; moved && round < 1000; round++) {
            moved = toServer();
            moved |= toPeers();
        }
    }

    /// Moves time on, stopping wherever the server or a peer has something to do.
    void advance(Duration duration) throws SSLException {
        long end = now + duration.toNanos();
        long second = 1_000_000_000L;
        while (end - now > 0) {
            long step = Math.min(end - now, second);
            long deadline = server.nextDeadline(now);
            if (deadline != Long.MAX_VALUE && deadline - now < step) {
                step = Math.max(deadline - now, 1);
            }
            now += step;
            server.tick(now);
            for (TestPeer peer : peers) {
                peer.tick(now);
            }
            settle();
        }
        unixSeconds += duration.toSeconds();
    }

    /// Lets a packet arrive from an address.
    void inject(InetSocketAddress from, ByteBuffer packet) {
        server.receive(now, unixSeconds, from, transport, packet);
    }

    private boolean toServer() {
        boolean moved = false;
        for (TestPeer peer : List.copyOf(peers)) {
            List<ByteBuffer> packets = List.copyOf(peer.outbox);
            peer.outbox.clear();
            for (ByteBuffer packet : toServer.apply(packets)) {
                inject(peer.address, packet);
            }
            moved |= !packets.isEmpty();
        }
        return moved;
    }

    private boolean toPeers() throws SSLException {
        List<VirtualServer.Sent> packets = List.copyOf(server.outbox);
        server.outbox.clear();
        for (VirtualServer.Sent sent : toPeers.apply(packets)) {
            for (TestPeer peer : List.copyOf(peers)) {
                if (peer.address.equals(sent.to())) {
                    peer.receive(now, sent.packet().duplicate());
                }
            }
        }
        return !packets.isEmpty();
    }

    /// Loses, repeats and reorders.
    static <P> UnaryOperator<List<P>> disturbed(Random random, double loss, double repetition) {
        List<P> late = new ArrayList<>();
        return packets -> {
            List<P> arriving = new ArrayList<>(late);
            late.clear();
            for (P packet : packets) {
                if (random.nextDouble() < loss) {
                    continue;
                }
                if (random.nextDouble() < 0.2) {
                    late.add(packet);
                } else {
                    arriving.add(packet);
                }
                if (random.nextDouble() < repetition) {
                    arriving.add(packet);
                }
            }
            return arriving;
        };
    }
}
