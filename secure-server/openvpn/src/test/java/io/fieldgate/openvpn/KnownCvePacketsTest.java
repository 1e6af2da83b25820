package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.fuzz.Forged;
import io.fieldgate.openvpn.wire.Mutations;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What has hurt OpenVPN once: each stored packet and a thousand mutants of it, against a server
/// with a running session. That session keeps running and the next client is served.
class KnownCvePacketsTest {
    private static final int MUTANTS = 1000;

    /// Whole TLS handshakes among them; the others go to the parser directly.
    private static final int HANDSHAKES = 25;

    private static final InetSocketAddress ELSEWHERE =
            new InetSocketAddress(VirtualWorld.address("198.51.100.9"), 9);
    private static final ByteBuffer IP_PACKET =
            ByteBuffer.wrap(
                    HexFormat.of()
                            .parseHex(
                                    "4500001c00000000401100006440000264400001"
                                            + "0001000200080000"));

    private final VirtualWorld world = new VirtualWorld();
    private final Mutations mutations = new Mutations("KnownCvePacketsTest");
    private int replayId = 1_000_000;

    static Stream<KnownCves.Stored> stored() throws IOException {
        return KnownCves.read().stream();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void aKnownPacketHurtsNobodyElse(KnownCves.Stored stored) throws Exception {
        TestPeer bystander = world.admittedPeer();
        ServerSession running = world.session();
        TestPeer attacker = world.admittedPeer();
        world.toPeers = sent -> sent.stream().filter(s -> !isAttackers(s, bystander)).toList();
        attack(stored.place, attacker, bystander, stored.bytes, true);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = bytes(mutations.mutantOf(stored.bytes));
            if (world.server.sessions.size() < 2) {
                attacker = newAttacker(bystander);
            }
            attack(stored.place, attacker, bystander, mutant, i < HANDSHAKES);
        }

        assertThat(world.server.events(Event.Floated.class)).isEmpty();
        assertThat(running.isClosed()).isFalse();
        assertCarries(bystander, running);
        world.toPeers = sent -> sent;
        assertThat(world.admittedPeer().isUp()).isTrue();
    }

    private void attack(
            KnownCves.Place place,
            TestPeer attacker,
            TestPeer bystander,
            byte[] bytes,
            boolean handshake)
            throws SSLException {
        switch (place) {
            case RAW -> {
                world.inject(bystander.address, ByteBuffer.wrap(bytes));
                world.inject(ELSEWHERE, ByteBuffer.wrap(bytes));
            }
            case ELSEWHERE -> world.inject(ELSEWHERE, ByteBuffer.wrap(bytes));
            case CONTROL -> world.inject(attacker.address, control(attacker, bytes));
            case TEXT -> {
                attacker.say(world.now, bytes);
                attacker.outbox.forEach(packet -> world.inject(attacker.address, packet));
                attacker.outbox.clear();
                assertNothingUnprintable();
            }
            case DATA -> {
                if (bytes.length > 0 && bytes.length <= 2048) {
                    ByteBuffer sealed = attacker.seal(0, ByteBuffer.wrap(bytes));
                    world.inject(attacker.address, sealed);
                }
            }
            case KEYS -> {
                if (handshake) {
                    handshake(peer -> peer.keyMethod = bytes);
                } else {
                    parseKeys(bytes);
                }
            }
            case INFO -> {
                if (handshake) {
                    handshake(peer -> peer.info = new String(bytes, UTF_8));
                } else {
                    PeerInfo.parse(new String(bytes, UTF_8)).ciphers();
                }
            }
        }
    }

    /// A peer of another server, because a half-open handshake stays for a minute. Nobody admits
    /// it, so it must not get settings.
    private void handshake(Consumer<TestPeer> spoil) throws SSLException {
        VirtualWorld other = new VirtualWorld();
        TestPeer peer = other.peer();
        spoil.accept(peer);
        peer.start(other.now);
        other.settle();
        assertThat(peer.messages).isEmpty();
        assertThat(other.server.delivered).isEmpty();
        other.server
                .events(Event.PeerAuthenticating.class)
                .forEach(question ->
                        assertThat(question.info().values().values())
                                .allMatch(KnownCvePacketsTest::isPrintable));
    }

    private void assertNothingUnprintable() {
        assertThat(world.server.events(Event.Closed.class))
                .allMatch(closed -> isPrintable(closed.text()));
    }

    private static void parseKeys(byte[] bytes) {
        try {
            assertThat(KeyMethod2.MAX_LENGTH).isGreaterThan(bytes.length);
            KeyMethod2.read(ByteBuffer.wrap(bytes));
        } catch (MalformedMessageException refused) {
            assertThat(isPrintable(refused.text())).isTrue();
        }
    }

    private ByteBuffer control(TestPeer attacker, byte[] bytes) {
        ByteBuffer clear = ByteBuffer.allocate(17);
        clear.put(bytes.length > 0 ? bytes[0] : 0).putLong(attacker.sessionId);
        clear.putInt(replayId++).putInt(1_700_000_000);
        byte[] body = new byte[Math.max(0, bytes.length - 1)];
        System.arraycopy(bytes, Math.min(1, bytes.length), body, 0, body.length);
        return Forged.tlsCrypt(attacker.controlKey(), clear.array(), body);
    }

    private TestPeer newAttacker(TestPeer bystander) throws SSLException {
        world.toPeers = sent -> sent;
        TestPeer attacker = world.admittedPeer();
        world.toPeers = sent -> sent.stream().filter(s -> !isAttackers(s, bystander)).toList();
        return attacker;
    }

    private static boolean isAttackers(VirtualServer.Sent sent, TestPeer bystander) {
        return !sent.to().equals(bystander.address);
    }

    private void assertCarries(TestPeer bystander, ServerSession running) throws SSLException {
        world.server.delivered.clear();
        bystander.send(IP_PACKET.duplicate());
        world.settle();
        assertThat(world.server.delivered).containsExactly(IP_PACKET);
        int before = bystander.payloads.size();
        running.send(world.now, copy(IP_PACKET), hosting(running));
        world.settle();
        assertThat(bystander.payloads).hasSize(before + 1);
    }

    private VirtualServer.Hosted hosting(ServerSession running) {
        return world.server.sessions.stream()
                .filter(hosted -> hosted.session.equals(running))
                .findAny()
                .orElseThrow();
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        return bytes;
    }
}
