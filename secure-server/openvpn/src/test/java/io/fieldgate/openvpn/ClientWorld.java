package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Our client and our server, connected by a network that a test can disturb. Time stands still
/// until a test moves it.
final class ClientWorld implements ClientSession.Output {
    static final StaticKey SHARED = StaticKey.generate(new SecureRandom());
    static final InetSocketAddress SERVER_AT = at("192.0.2.9", 1194);
    static final InetSocketAddress CLIENT_AT = at("192.0.2.1", 40_000);

    final VirtualServer server;
    final List<ByteBuffer> outbox = new ArrayList<>();
    final List<ByteBuffer> delivered = new ArrayList<>();
    final List<ClientEvent> events = new ArrayList<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    ClientSession client;

    /// Changes what arrives: a list with the packet once, twice, or not at all.
    UnaryOperator<List<ByteBuffer>> toServer = packets -> packets;

    UnaryOperator<List<ByteBuffer>> toClient = packets -> packets;

    /// What the server's owner says to a new peer.
    Function<VirtualServer.Hosted, Admission> admission =
            hosted -> VirtualWorld.admission(hosted.peerId);

    boolean answersPeers = true;
    long now = -3_000_000_000L;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Transport transport;
    private long unixSeconds = 1_800_000_000L;
    private int answered;

    /// How the two protect their control channel.
    enum Wrap {
        TLS_CRYPT_V2,
        TLS_CRYPT,
        TLS_AUTH,
        NONE
    }

    ClientWorld(Wrap wrap, Transport transport) {
        this(wrap, transport, UnaryOperator.identity());
    }

    ClientWorld(Wrap wrap, Transport transport, UnaryOperator<ClientConfig> adapt) {
        this.transport = transport;
        byte[] serverKey = TlsCryptV2ServerKey.generate(new SecureRandom());
        ControlKeys.TlsAuth auth =
                new ControlKeys.TlsAuth(SHARED, List.of(HmacDigest.SHA256), true);
        ControlKeys keys =
                new ControlKeys(
                        Optional.of(
                                new ControlKeys.TlsCryptV2(new TlsCryptV2ServerSecret(serverKey))),
                        Optional.of(SHARED),
                        Optional.of(auth),
                        wrap == Wrap.NONE);
        server =
                new VirtualServer(
                        new ServerConfig(
                                VirtualWorld.PKI.context(VirtualWorld.SERVER),
                                keys,
                                DataPolicy.WITH_CBC,
                                ServerConfig.Limits.DEFAULT),
                        1);
        ClientProtection protection =
                switch (wrap) {
                    case TLS_CRYPT_V2 ->
                            new ClientProtection.TlsCryptV2(
                                    TlsCryptV2ServerKey.of(serverKey)
                                            .wrap(
                                                    SHARED,
                                                    ClientKeyMetadata.ofPeer(VirtualWorld.PEER)));
                    case TLS_CRYPT -> new ClientProtection.TlsCrypt(SHARED);
                    case TLS_AUTH -> new ClientProtection.TlsAuth(SHARED, HmacDigest.SHA256, true);
                    case NONE -> new ClientProtection.Unprotected();
                };
        ClientConfig config =
                new ClientConfig(
                        SERVER_AT,
                        transport,
                        protection,
                        VirtualWorld.PKI.context(VirtualWorld.CLIENT));
        client = ClientSession.create(adapt.apply(config), new Random(7), now, unixSeconds);
    }

    /// Starts the client and lets it come up.
    ClientWorld connected() {
        client.tick(now, this);
        settle();
        return this;
    }

    boolean isUp() {
        return !events(ClientEvent.Established.class).isEmpty() && !client.isClosed();
    }

    /// Whether the server still has a session for the client.
    boolean isServed() {
        return !server.sessions.isEmpty() && !session().isClosed();
    }

    ServerSession session() {
        return hosted().session;
    }

    VirtualServer.Hosted hosted() {
        return server.sessions.getLast();
    }

    <E extends ClientEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    ClientEnd end() {
        return events(ClientEvent.Closed.class).getFirst().end();
    }

    /// Carries packets to and fro until nothing moves.
    void settle() {
        boolean moved = true;
        for (int round = 0; moved && round < 1000; round++) {
            moved = carryToServer();
            moved |= carryToClient();
        }
    }

    /// Moves time on, stopping wherever an end has something to do.
    void advance(Duration duration) {
        long end = now + duration.toNanos();
        while (end - now > 0) {
            long step = Math.min(end - now, 1_000_000_000L);
            step = nearer(step, server.nextDeadline(now));
            step = nearer(step, client.nextDeadline());
            now += step;
            server.tick(now);
            if (client.nextDeadline() - now <= 0) {
                client.tick(now, this);
            }
            settle();
        }
        unixSeconds += duration.toSeconds();
    }

    private long nearer(long step, long deadline) {
        return deadline == Long.MAX_VALUE || deadline - now >= step
                ? step
                : Math.max(deadline - now, 1);
    }

    private boolean carryToServer() {
        List<ByteBuffer> packets = List.copyOf(outbox);
        outbox.clear();
        for (ByteBuffer packet : toServer.apply(packets)) {
            server.receive(now, unixSeconds, CLIENT_AT, transport, packet.duplicate());
        }
        if (answersPeers) {
            answerPeers();
        }
        return !packets.isEmpty();
    }

    private boolean carryToClient() {
        List<ByteBuffer> packets = server.outbox.stream().map(VirtualServer.Sent::packet).toList();
        server.outbox.clear();
        for (ByteBuffer packet : toClient.apply(packets)) {
            receive(packet);
        }
        return !packets.isEmpty();
    }

    /// Lets the client have a packet from its server.
    void receive(ByteBuffer packet) {
        client.receive(now, SERVER_AT, packet.duplicate(), this);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            client.resume(now, this);
        }
    }

    private void answerPeers() {
        List<Event.PeerAuthenticating> asked = server.events(Event.PeerAuthenticating.class);
        while (answered < asked.size()) {
            Event.PeerAuthenticating question = asked.get(answered++);
            VirtualServer.Hosted hosted = hosted();
            if (question.rekey()) {
                hosted.session.approveRekey(now, hosted);
            } else {
                hosted.session.admit(now, admission.apply(hosted), hosted);
            }
        }
    }

    @Override
    public void transmit(ByteBuffer packet) {
        outbox.add(copy(packet));
    }

    @Override
    public void deliver(ByteBuffer ipPacket) {
        delivered.add(copy(ipPacket));
    }

    @Override
    public void report(ClientEvent event) {
        events.add(event);
    }

    @Override
    public void compute(Runnable tlsTask) {
        tasks.add(tlsTask);
    }

    @Override
    public void drop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
