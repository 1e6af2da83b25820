package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.CloseReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.LoopbackServer;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.openvpn.TestCertificates;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// One server and one client on loopback, with keys of their own; all that comes in is recorded.
final class Lab implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(25);

    final Program program;
    final LoopbackServer server;
    final ClientProcess client;
    final Recorder recorder = new Recorder();
    final UUID peer = UUID.randomUUID();
    private final Setting setting;
    private final @Nullable Relay relay;
    private final ServerKeys keys;
    private final long seed = new SecureRandom().nextLong();

    /// With the owner that the setting's policy makes.
    Lab(Program program, Setting wanted, Path directory) throws IOException {
        this(program, wanted, Policy.parse(wanted.policy()).owner(), directory);
    }

    Lab(Program program, Setting wanted, LoopbackServer.Owner owner, Path directory)
            throws IOException {
        this.program = program;
        this.setting = wanted.wrap().isEmpty() ? wanted.wrap(best(program)) : wanted;
        this.keys = keys(setting);
        TestCertificates pki = new TestCertificates();
        SSLContext tls = pki.context(pki.server("secure-server"));
        SSLContext recording = TestTls.recording(tls, setting.tls(), recorder.tapes);
        InetAddress address = InetAddress.ofLiteral(setting.isIpv6() ? "::1" : "127.0.0.1");
        server =
                new LoopbackServer(
                        keys.config(recording, Policy.parse(setting.policy()).data()),
                        owner,
                        new ConstantRandom(seed),
                        address,
                        recorder);
        relay = setting.relayed() ? new Relay(server.port()) : null;
        int port = relay == null ? server.port() : relay.port();
        String remote = "remote " + address.getHostAddress() + " " + port;
        Path profile = Files.createTempFile(directory, "client", ".ovpn");
        LabProfile text = new LabProfile(program, setting, keys, peer, pki);
        Files.writeString(profile, text.text(remote).replace("PORT", "" + port));
        Path credentials = Files.createTempFile(directory, "user", ".txt");
        Files.writeString(credentials, SecondFactor.USER + "\n" + SecondFactor.PASS + "\n");
        client =
                new ClientProcess(
                        program.command(profile, setting.user(), credentials),
                        setting.user().types());
    }

    /// The address of the client changes.
    void move() {
        Objects.requireNonNull(relay).move();
    }

    private static String best(Program program) {
        return program.isBefore25() ? ServerKeys.TLS_CRYPT : ServerKeys.TLS_CRYPT_V2;
    }

    private static ServerKeys keys(Setting setting) {
        SecureRandom random = new SecureRandom();
        Map<String, String> keys = new LinkedHashMap<>();
        HexFormat hex = HexFormat.of();
        keys.put(ServerKeys.TLS_CRYPT_V2, hex.formatHex(TlsCryptV2ServerKey.generate(random)));
        keys.put(ServerKeys.TLS_CRYPT, hex.formatHex(StaticKey.generate(random).toBytes()));
        if (setting.wrap().equals(ServerKeys.TLS_AUTH)) {
            keys.put(ServerKeys.TLS_AUTH, hex.formatHex(StaticKey.generate(random).toBytes()));
            keys.put(ServerKeys.DIGEST, setting.digest());
            if (setting.direction()) {
                keys.put(ServerKeys.DIRECTION, "1");
            }
        }
        if (setting.wrap().equals(ServerKeys.NONE)) {
            keys.put(ServerKeys.NONE, "yes");
        }
        return new ServerKeys(keys);
    }

    /// The tunnel is up and the client's pings arrive.
    void awaitUp() {
        await("tunnel", () -> client.logged(program.up()));
        await("data from the client", () -> server.dataPackets.get() >= 2);
        requireNoDrops();
    }

    void await(String what, BooleanSupplier condition) {
        await(what, SOON, condition);
    }

    void await(String what, Duration limit, BooleanSupplier condition) {
        BooleanSupplier orRefused =
                () -> {
                    boolean happened = condition.getAsBoolean();
                    if (!happened && !client.isRunning()) {
                        for (String word : program.refusals()) {
                            client.log.stream()
                                    .filter(line -> line.contains(word))
                                    .findFirst()
                                    .ifPresent(line -> {
                                        throw new Refused(line);
                                    });
                        }
                    }
                    return happened;
                };
        client.await(() -> "no " + what + "; " + seen(), limit, orRefused);
    }

    private List<String> seen() {
        return Seen.lines(server.events, server.delivered, server.drops);
    }

    void requireNoDrops() {
        require("a packet was dropped: " + server.drops, server.drops.isEmpty());
    }

    void require(String otherwise, boolean condition) {
        if (!condition) {
            throw new ClientProcess.NotSeen(otherwise, List.copyOf(client.log));
        }
    }

    /// Does something to each session, and records it.
    void order(String text) {
        Order order = new Order(text);
        server.forEachSession((session, now, output) -> {
            recorder.ordered(now, order);
            order.run(session, now, output);
        });
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return server.events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The first tunnel that came up.
    Event.Established established() {
        return events(Event.Established.class).getFirst();
    }

    boolean isClosed(CloseReason reason) {
        return events(Event.Closed.class).stream().anyMatch(one -> one.reason() == reason);
    }

    PeerInfo info() {
        return events(Event.PeerAuthenticating.class).getFirst().info();
    }

    /// What was recorded until now.
    Recording recording(String how) {
        Recording recording = new Recording();
        recording.about.put("client", program.about());
        recording.about.put("how", how);
        recording.keys.putAll(keys.byOption());
        recording.policy = Policy.parse(setting.policy());
        recording.seed = seed;
        recording.inputs.addAll(recorder.inputs);
        recording.tapes.addAll(recorder.tapes);
        recording.expected.addAll(seen());
        return recording;
    }

    @Override
    public void close() throws IOException {
        client.close();
        if (relay != null) {
            relay.close();
        }
        server.close();
    }

    /// The client does not take the profile.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }
}
