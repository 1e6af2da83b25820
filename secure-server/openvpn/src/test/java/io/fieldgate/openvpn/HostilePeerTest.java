package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Mutations;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that hold a genuine client key, and even a genuine certificate, and misbehave.
class HostilePeerTest {
    private static final List<Opcode> CONTROL =
            List.of(Opcode.values()).stream().filter(opcode -> !opcode.isData()).toList();

    private final Mutations mutations = new Mutations("HostilePeerTest");
    private final Random random = mutations.random();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wellProtectedNonsenseNeverThrows(boolean admitted) throws Exception {
        for (int round = 0; round < 60; round++) {
            VirtualWorld world = new VirtualWorld();
            TestPeer peer = admitted ? world.admittedPeer() : startedPeer(world);
            world.now += 11_000_000_000L;
            for (int i = 0; i < 100; i++) {
                world.inject(peer.address, peer.wrap(nonsense(peer)));
            }
            assertThat(
                            world.server.events(Event.Closed.class).size()
                                    + world.server.sessions.size())
                    .isEqualTo(world.server.accepted);
        }
    }

    @Test
    void unprotectedNonsenseNeverEndsASession() throws Exception {
        VirtualWorld world = new VirtualWorld();
        TestPeer peer = world.admittedPeer();
        ServerSession session = world.session();
        peer.say(world.now, "PUSH_REQUEST");
        byte[] control = bytes(peer.outbox.getFirst());
        byte[] data = bytes(peer.seal(0, ByteBuffer.wrap(new byte[100])));
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer packet = mutations.noiseOrMutantOf(i % 2 == 0 ? control : data);
            session.receive(world.now, peer.address, packet, world.hosted());
        }
        assertThat(session.isClosed()).isFalse();
    }

    @Test
    void nonsenseInsideTlsEndsTheSessionAtMost() throws Exception {
        for (int round = 0; round < 200; round++) {
            VirtualWorld world = new VirtualWorld();
            TestPeer peer = world.peer();
            peer.options = text(random.nextInt(1200));
            peer.info = text(random.nextInt(3000));
            peer.username = text(random.nextInt(300));
            peer.start(world.now);
            world.settle();
            if (!world.server.sessions.isEmpty()) {
                peer.say(world.now, text(random.nextInt(2000)));
                world.admit();
                world.settle();
            }
        }
    }

    @Test
    void renegotiationInsideTlsIsRefused() throws Exception {
        VirtualWorld world = new VirtualWorld();
        TestPeer peer = world.peer();
        peer.protocols = List.of("TLSv1.2");
        peer.start(world.now);
        world.settle();
        world.admit();
        world.settle();
        assertThat(world.server.events(Event.Established.class).getFirst().tlsVersion())
                .isEqualTo("TLSv1.2");

        peer.renegotiateInsideTls(world.now);
        world.settle();
        assertThat(world.server.events(Event.Closed.class))
                .containsExactly(
                        new Event.Closed(CloseReason.TLS_FAILURE, "renegotiation inside TLS"));
    }

    private static TestPeer startedPeer(VirtualWorld world) throws Exception {
        TestPeer peer = world.peer();
        world.toServer = packets -> world.server.sessions.isEmpty() ? packets : List.of();
        peer.start(world.now);
        world.settle();
        return peer;
    }

    private ControlPacket nonsense(TestPeer peer) {
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
        long to = random.nextInt(10) == 0 ? random.nextLong() : peer.serverSessionId();
        return new ControlPacket(
                CONTROL.get(random.nextInt(CONTROL.size())),
                random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(2),
                random.nextInt(10) == 0 ? 99 : peer.sessionId,
                acks,
                acks.isEmpty() ? 0 : to,
                random.nextInt(24) - 2,
                ByteBuffer.wrap(payload));
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(random.nextInt(10) == 0 ? 0x3000 : 128));
        }
        return text.toString();
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        return bytes;
    }
}
