package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.Mutations;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever speaks in a server's name, with and without its keys.
class HostileServerTest {
    private static final List<Opcode> CONTROL =
            List.of(Opcode.values()).stream().filter(opcode -> !opcode.isData()).toList();

    private final Mutations mutations = new Mutations("HostileServerTest");
    private final Random random = mutations.random();
    private int replayId = 1_000;
    private long clientSessionId;

    @ParameterizedTest
    @EnumSource
    void noiseAndMutantsNeitherThrowNorEndASession(ClientWorld.Wrap wrap) {
        ClientWorld world = new ClientWorld(wrap, Transport.UDP);
        List<ByteBuffer> seen = new ArrayList<>();
        world.toClient =
                packets -> {
                    seen.addAll(packets);
                    return packets;
                };
        world.connected();
        world.session().send(world.now, ClientSessionTest.ipPacket(100), world.hosted());
        world.settle();
        world.delivered.clear();
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            byte[] valid = bytes(seen.get(random.nextInt(seen.size())));
            ByteBuffer packet = mutations.noiseOrMutantOf(valid);
            boolean forgeable =
                    wrap == ClientWorld.Wrap.NONE
                            && packet.remaining() > 0
                            && (packet.get(packet.position()) & 0xff) >>> 3
                                    != Opcode.DATA_V2.code();
            if (!forgeable) {
                world.receive(packet);
            }
        }
        assertThat(world.client.isClosed()).isFalse();
        assertThat(world.delivered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, TLS_CRYPT", "true, TLS_CRYPT", "false, NONE", "true, NONE"})
    void wellProtectedNonsenseNeverThrowsAndDeliversNothing(boolean up, ClientWorld.Wrap wrap) {
        for (int round = 0; round < 40; round++) {
            ClientWorld world = new ClientWorld(wrap, Transport.UDP);
            AtomicLong sessionId = new AtomicLong();
            world.toClient =
                    packets -> {
                        packets.stream()
                                .filter(packet -> packet.get(0) >>> 3 == 8)
                                .forEach(packet -> sessionId.set(packet.getLong(1)));
                        return !up && sessionId.get() != 0 && packets.size() > 1
                                ? List.of()
                                : packets;
                    };
            world.client.tick(world.now, world);
            clientSessionId = world.outbox.getFirst().getLong(1);
            world.settle();
            world.advance(Duration.ofSeconds(2));
            assertThat(world.isUp()).isEqualTo(up);
            for (int i = 0; i < 100; i++) {
                world.receive(protect(wrap, nonsense(sessionId.get())));
                world.settle();
            }
            assertThat(world.delivered).isEmpty();
            assertThat(world.events(ClientEvent.Closed.class)).hasSizeLessThan(2);
        }
    }

    @Test
    void aResetOfAnotherSessionIsDropped() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT, Transport.UDP).connected();
        for (int i = 0; i < 20; i++) {
            world.receive(
                    protect(
                            ClientWorld.Wrap.TLS_CRYPT,
                            packet(
                                    Opcode.CONTROL_HARD_RESET_SERVER_V2,
                                    0,
                                    random.nextLong() | 1,
                                    List.of(),
                                    0,
                                    0)));
        }
        assertThat(world.drops).containsOnlyKeys(DropReason.UNKNOWN_SESSION);
        assertThat(world.isUp()).isTrue();
        assertThat(world.outbox).isEmpty();
    }

    @Test
    void anAnswerToSomebodyElsesResetIsDropped() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.NONE, Transport.UDP);
        world.client.tick(world.now, world);
        long own = world.outbox.getFirst().getLong(1);
        List<ControlPacket> forged =
                List.of(
                        packet(Opcode.CONTROL_HARD_RESET_SERVER_V2, 0, 5, List.of(0), own + 1, 0),
                        packet(Opcode.CONTROL_HARD_RESET_SERVER_V2, 0, 5, List.of(), 0, 0),
                        packet(Opcode.CONTROL_HARD_RESET_SERVER_V2, 0, 5, List.of(1), own, 0),
                        packet(Opcode.CONTROL_HARD_RESET_SERVER_V2, 1, 5, List.of(0), own, 0),
                        packet(Opcode.CONTROL_V1, 0, 5, List.of(0), own, 0),
                        packet(Opcode.ACK_V1, 0, 5, List.of(0), own, 0));
        forged.forEach(packet -> world.receive(protect(ClientWorld.Wrap.NONE, packet)));
        assertThat(world.drops).containsEntry(DropReason.UNKNOWN_SESSION, forged.size());
        world.settle();
        assertThat(world.isUp()).isTrue();
    }

    @Test
    void aPacketOfAnotherServerIsDropped() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.NONE, Transport.UDP).connected();
        world.session().send(world.now, ClientSessionTest.ipPacket(100), world.hosted());
        ByteBuffer data = world.server.outbox.getLast().packet();
        world.client.receive(world.now, ClientWorld.CLIENT_AT, data.duplicate(), world);
        assertThat(world.drops).containsEntry(DropReason.WRONG_ADDRESS, 1);
        assertThat(world.delivered).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_CRYPT_V2", "TLS_CRYPT", "TLS_AUTH"})
    void replayedPacketsAreDropped(ClientWorld.Wrap wrap) {
        ClientWorld world = new ClientWorld(wrap, Transport.UDP);
        List<ByteBuffer> seen = new ArrayList<>();
        world.toClient =
                packets -> {
                    seen.addAll(packets);
                    return packets;
                };
        world.connected();
        world.session().send(world.now, ClientSessionTest.ipPacket(100), world.hosted());
        world.settle();
        int events = world.events.size();
        List.copyOf(seen).forEach(world::receive);
        assertThat(world.delivered).hasSize(1);
        assertThat(world.events).hasSize(events);
        assertThat(world.drops).containsOnlyKeys(DropReason.CONTROL_REPLAY, DropReason.DATA_REPLAY);
        assertThat(world.outbox).isEmpty();
    }

    @Test
    void aServerThatIsNotTrustedLearnsNothing() {
        AtomicInteger asked = new AtomicInteger();
        TestCertificates other = new TestCertificates();
        ClientWorld world =
                new ClientWorld(
                        ClientWorld.Wrap.TLS_CRYPT,
                        Transport.UDP,
                        config ->
                                new ClientConfig(
                                                config.remote(),
                                                config.transport(),
                                                config.protection(),
                                                other.clientContext(
                                                        other.client("client-1"), "TLS"))
                                        .with(() -> {
                                            asked.incrementAndGet();
                                            return new Credentials("anna", "secret");
                                        }));
        world.connected();
        assertThat(world.end()).isInstanceOf(ClientEnd.TlsFailed.class);
        assertThat(world.events).hasSize(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void aClientCertificateIsNoServerCertificate() {
        ScriptedServer server =
                new ScriptedServer(
                        () -> new Credentials("anna", "secret"),
                        VirtualWorld.CLIENT,
                        VirtualWorld.PKI.clientContext(VirtualWorld.CLIENT, "TLS"));
        assertThat(server.end()).isInstanceOf(ClientEnd.TlsFailed.class);
        assertThat(server.agreed()).isFalse();
    }

    @Test
    void whatIsPushedNeverThrows() {
        String[] words =
                (ScriptedServer.SETTINGS
                                + " ifconfig-ipv6 fd00::2/64 fd00::1 route-ipv6 fd00::/8 dns server"
                                + " 0 address 1.2.3.4:53 [::1]:53 resolve-domains a.b dhcp-option"
                                + " DNS DOMAIN route 10.0.0.0 redirect-gateway def1 tun-mtu 1500"
                                + " auth-token-user YQ== auth-token x inactive -1 99999999999 , \""
                                + " ' \\ push-continuation 2 keepalive 1 2 \u00e9 % / .. :: 0")
                        .split("[ ,]+", -1);
        for (int round = 0; round < 20_000; round++) {
            List<String> options = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                StringBuilder option = new StringBuilder();
                for (int n = random.nextInt(7); n > 0; n--) {
                    option.append(words[random.nextInt(words.length)])
                            .append(random.nextInt(8) == 0 ? "" : " ");
                }
                options.add(option.toString());
            }
            PushedSettings settings = SettingsReader.read(options, 1500);
            assertThat(settings.mtu()).isBetween(576, 1500);
            new PushedOptions(options).update(options);
        }
    }

    @Test
    void mutatedMessagesEndASessionAtMost() {
        String[] messages = {
            ScriptedServer.SETTINGS,
            "AUTH_FAILED,TEMP[backoff 3,advance no]:x",
            "AUTH_FAILED,CRV1:R,E:abc:YW5uYQ==:x",
            "AUTH_PENDING,timeout 30",
            "INFO_PRE,CR_TEXT:R,E:x",
            "INFO_PRE,WEB_AUTH::https://a.example/",
            "PUSH_UPDATE,route 10.0.0.0 255.0.0.0,-dns",
            "RESTART,[P]:x"
        };
        for (int round = 0; round < 60; round++) {
            ScriptedServer server = new ScriptedServer();
            for (int i = 0; i < 10 && !server.client.isClosed(); i++) {
                byte[] valid = messages[random.nextInt(messages.length)].getBytes(UTF_8);
                byte[] mutant = bytes(mutations.mutantOf(valid));
                server.say(new String(mutant, ISO_8859_1));
            }
            assertThat(server.delivered).isEmpty();
            assertThat(server.events(ClientEvent.Closed.class)).hasSizeLessThan(2);
        }
    }

    private ControlPacket nonsense(long sessionId) {
        List<Integer> acks = new ArrayList<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            acks.add(random.nextInt(12) - 1);
        }
        byte[] payload = new byte[random.nextInt(1200)];
        random.nextBytes(payload);
        if (random.nextBoolean() && payload.length > 5) {
            // Looks like the head of a TLS record.
            payload[0] = (byte) (20 + random.nextInt(5));
            payload[1] = 3;
            payload[2] = 3;
            payload[3] = 0;
        }
        return new ControlPacket(
                CONTROL.get(random.nextInt(CONTROL.size())),
                random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(2),
                random.nextInt(10) == 0 ? 99 : sessionId,
                acks,
                acks.isEmpty() ? 0 : clientSessionId,
                random.nextInt(24) - 2,
                ByteBuffer.wrap(payload));
    }

    private static ControlPacket packet(
            Opcode opcode, int keyId, long sessionId, List<Integer> acks, long to, int messageId) {
        return new ControlPacket(
                opcode, keyId, sessionId, acks, to, messageId, ByteBuffer.allocate(0));
    }

    /// Protects a packet as the server would.
    private ByteBuffer protect(ClientWorld.Wrap wrap, ControlPacket packet) {
        ControlKey key =
                wrap == ClientWorld.Wrap.NONE
                        ? new ControlKey.Unprotected()
                        : new ControlKey.Crypt(ClientWorld.SHARED);
        ControlWrap protection = key.wrap(Role.SERVER);
        return protection.wrap(packet, new ReplayId(replayId++, 1_800_000_000));
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        return bytes;
    }
}
