package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Parsed;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A server that is genuine to TLS and says what a test tells it, over an unprotected stream; and
/// the client that has to live with it.
final class ScriptedServer implements ClientSession.Output {
    static final String SETTINGS =
            "PUSH_REPLY,topology subnet,ifconfig 10.0.0.2 255.255.255.0,ping 10,ping-restart 60,"
                    + "peer-id 7,cipher AES-256-GCM,protocol-flags cc-exit tls-ekm";

    final List<ClientEvent> events = new ArrayList<>();
    final List<ByteBuffer> delivered = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final ClientSession client;
    long now = 1_000;
    private final TestCertificates.Issued certificate;
    private final List<ByteBuffer> toServer = new ArrayList<>();
    private final List<ByteBuffer> toClient = new ArrayList<>();
    private final Queue<Runnable> clientTasks = new ArrayDeque<>();
    private @Nullable KeyExchanges exchanges;

    ScriptedServer() {
        this(() -> Credentials.NONE, VirtualWorld.SERVER);
    }

    ScriptedServer(Supplier<Credentials> credentials, TestCertificates.Issued server) {
        this(credentials, server, VirtualWorld.PKI.context(VirtualWorld.CLIENT));
    }

    /// @param clientTls what the client trusts
    ScriptedServer(
            Supplier<Credentials> credentials,
            TestCertificates.Issued server,
            SSLContext clientTls) {
        this.certificate = server;
        ClientConfig config =
                new ClientConfig(
                                ClientWorld.SERVER_AT,
                                Transport.TCP,
                                new ClientProtection.Unprotected(),
                                clientTls)
                        .with(credentials);
        client = ClientSession.create(config, new Random(3), now, 1_800_000_000L);
        client.tick(now, this);
        settle();
    }

    /// Sends texts, each in a record of its own.
    ScriptedServer say(String... texts) {
        for (String text : texts) {
            try {
                exchange().send(text);
            } catch (TlsFailedException e) {
                throw new AssertionError(e);
            }
        }
        settle();
        return this;
    }

    <E extends ClientEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    ClientEnd end() {
        return events(ClientEvent.Closed.class).getFirst().end();
    }

    boolean agreed() {
        return exchanges != null && exchanges.current().isSettled();
    }

    void settle() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (ByteBuffer packet : drain(toServer)) {
                receive(packet);
                moved = true;
            }
            flush();
            for (ByteBuffer packet : drain(toClient)) {
                client.receive(now, ClientWorld.SERVER_AT, packet, this);
                moved = true;
            }
            for (Runnable task = clientTasks.poll(); task != null; task = clientTasks.poll()) {
                task.run();
                client.resume(now, this);
                moved = true;
            }
        }
    }

    private KeyExchange exchange() {
        KeyExchanges known = exchanges;
        if (known == null) {
            throw new AssertionError("no client has come");
        }
        return known.current();
    }

    private void receive(ByteBuffer packet) {
        KeyExchanges known = exchanges;
        if (known == null) {
            known = new KeyExchanges(setup(packet.getLong(1)), now);
            exchanges = known;
        }
        if (!(known.unprotect(now, packet) instanceof Parsed.Value<ControlPacket>(var genuine))) {
            return;
        }
        KeyExchange exchange = known.of(genuine, true, now);
        if (exchange != null && exchange.receive(now, genuine)) {
            advance(exchange);
        }
    }

    private void advance(KeyExchange exchange) {
        Queue<Runnable> tasks = new ArrayDeque<>();
        try {
            do {
                Runnable task = tasks.poll();
                if (task != null) {
                    task.run();
                }
                for (byte[] text : exchange.advance(tasks::add)) {
                    if (text.length > 0) {
                        heard.add(new String(text, UTF_8));
                    }
                }
            } while (!tasks.isEmpty());
        } catch (TlsFailedException | MalformedMessageException e) {
            heard.add(e.toString());
        }
        if (exchange.stage() instanceof KeyExchange.Stage.Active active) {
            exchange.ask(active);
            exchange.settle();
        }
    }

    private void flush() {
        if (exchanges != null) {
            exchanges.flush(now, new ToClient());
        }
    }

    private SessionSetup setup(long clientSessionId) {
        ServerConfig config =
                new ServerConfig(
                        VirtualWorld.PKI.context(certificate),
                        new ControlKeys(
                                Optional.empty(), Optional.empty(), Optional.empty(), true));
        return new SessionSetup(
                config,
                new Random(5),
                DataBuffers.ofOneTunnel(),
                Transport.TCP,
                99,
                clientSessionId,
                new ControlKey.Unprotected(),
                Optional.empty(),
                false,
                1_800_000_000L);
    }

    private static List<ByteBuffer> drain(List<ByteBuffer> packets) {
        List<ByteBuffer> all = List.copyOf(packets);
        packets.clear();
        return all;
    }

    @Override
    public void transmit(ByteBuffer packet) {
        toServer.add(copy(packet));
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
        clientTasks.add(tlsTask);
    }

    @Override
    public void drop(DropReason reason) {}

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }

    private final class ToClient implements Session.Sink {
        @Override
        public void transmit(ByteBuffer packet) {
            toClient.add(copy(packet));
        }

        @Override
        public void deliver(ByteBuffer ipPacket) {}

        @Override
        public void compute(Runnable tlsTask) {}

        @Override
        public void drop(DropReason reason) {}
    }
}
