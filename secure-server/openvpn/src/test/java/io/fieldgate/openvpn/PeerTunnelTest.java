package io.fieldgate.openvpn;

import static io.fieldgate.openvpn.wire.Vectors.counting;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.PeerTunnel.Received;
import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.InBandMessage;
import io.fieldgate.openvpn.data.MssClamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a tunnel lets through, and when it pings and gives up.
class PeerTunnelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PEER_ID = 5;
    private static final int MTU = 1400;
    private static final DataFormat GCM = new DataFormat.Aead(DataCipher.AES_256_GCM);

    /// A clock that runs over its end within the test.
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    /// Pings after 10 seconds, dead after twice 60, as [VirtualWorld#admission] has it.
    private final PeerTunnel server =
            new PeerTunnel(
                    START,
                    VirtualWorld.admission(PEER_ID),
                    PEER_ID,
                    MTU,
                    MssClamp.forPackets(MTU),
                    channel());

    private final DataKey peer = key(true);
    private final List<ByteBuffer> sent = new ArrayList<>();
    private final List<ByteBuffer> delivered = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();
    private final Session.Sink sink = new Recording();

    PeerTunnelTest() {
        server.install(START, key(false));
    }

    @Test
    void anIpPacketIsDeliveredWithoutItsPadding() {
        ByteBuffer padded = ByteBuffer.allocate(60).put(ipv4(40)).clear();
        assertThat(receive(padded)).isEqualTo(Received.NEWEST);
        assertThat(delivered).isEmpty();
        server.deliver(sink);
        assertThat(delivered).containsExactly(ipv4(40));
        assertThat(drops).isEmpty();
    }

    @Test
    void segmentSizesAreClampedBothWays() {
        receive(syn(1460));
        server.deliver(sink);
        assertThat(segmentSize(delivered.getFirst())).isEqualTo(MTU - 40);
        server.send(START, syn(1460), sink);
        assertThat(segmentSize(opened(sent.getFirst()))).isEqualTo(MTU - 40);
    }

    @Test
    void pingsAndMessagesAreNotDelivered() {
        assertThat(receive(InBandMessage.ping())).isEqualTo(Received.NEWEST);
        server.deliver(sink);
        assertThat(receive(InBandMessage.exit())).isEqualTo(Received.EXIT);
        server.deliver(sink);
        assertThat(delivered).isEmpty();
        assertThat(drops).isEmpty();
    }

    @Test
    void whatIsNoIpPacketIsDropped() {
        receive(ByteBuffer.wrap(new byte[] {(byte) 0x45, 0, 0, 40, 0}));
        server.deliver(sink);
        receive(ByteBuffer.allocate(41).put((byte) 0xfa).put(ipv4(40)).flip());
        server.deliver(sink);
        assertThat(delivered).isEmpty();
        assertThat(drops).containsExactly(DropReason.MALFORMED, DropReason.COMPRESSED);
    }

    @Test
    void anOlderPacketIsGenuineAndARepeatedOneIsNothing() {
        ByteBuffer first = seal(PEER_ID, ipv4(40));
        ByteBuffer second = seal(PEER_ID, ipv4(40));
        assertThat(server.receive(START, second.duplicate(), sink)).isEqualTo(Received.NEWEST);
        assertThat(server.receive(START, first, sink)).isEqualTo(Received.GENUINE);
        assertThat(server.receive(START, second, sink)).isEqualTo(Received.NOTHING);
        assertThat(drops).containsExactly(DropReason.DATA_REPLAY);
    }

    @Test
    void anotherPeerIdIsAnotherSessionAtAServerOnly() {
        assertThat(server.receive(START, seal(PEER_ID + 1, ipv4(40)), sink))
                .isEqualTo(Received.NOTHING);
        assertThat(drops).containsExactly(DropReason.UNKNOWN_SESSION);
        PeerTunnel client =
                PeerTunnel.ofClient(
                        START,
                        PEER_ID,
                        MssClamp.forPackets(MTU),
                        new DataChannel(0, 90 * SECOND, DataBuffers.ofOneTunnel()));
        client.install(START, key(false));
        assertThat(client.receive(START, seal(PEER_ID + 1, ipv4(40)), sink))
                .isEqualTo(Received.NEWEST);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1400, true", "1401, false", "0, false"})
    void whatIsLongerThanTheTunnelIsNotSent(int length, boolean taken) {
        server.send(START, ipv4(length), sink);
        assertThat(sent).hasSize(taken ? 1 : 0);
        if (!taken) {
            assertThat(drops)
                    .containsExactly(length == 0 ? DropReason.MALFORMED : DropReason.TOO_LARGE);
        }
    }

    @Test
    void withoutAKeyNothingIsSentAndNothingOpened() {
        PeerTunnel keyless =
                PeerTunnel.ofClient(
                        START,
                        DataHeader.NO_PEER_ID,
                        MssClamp.forPackets(MTU),
                        new DataChannel(0, 90 * SECOND, DataBuffers.ofOneTunnel()));
        keyless.send(START, ipv4(40), sink);
        keyless.receive(START, seal(PEER_ID, ipv4(40)), sink);
        assertThat(sent).isEmpty();
        assertThat(drops).containsExactly(DropReason.KEY_EXHAUSTED, DropReason.NO_DATA_KEY);
        assertThat(keyless.wantsRekey()).isFalse();
    }

    @Test
    void aPingGoesOutWhenTheLineWasQuietForLongEnough() {
        server.tick(START + 10 * SECOND - 1, sink);
        assertThat(sent).isEmpty();
        server.send(START + 10 * SECOND - 1, ipv4(40), sink);
        server.tick(START + 10 * SECOND, sink);
        assertThat(sent).hasSize(1);
        assertThat(server.nextDeadline()).isEqualTo(START + 20 * SECOND - 1);
        server.tick(START + 20 * SECOND - 1, sink);
        assertThat(sent).hasSize(2);
        assertThat(opened(sent.getLast())).isEqualTo(InBandMessage.ping());
    }

    @Test
    void aPeerThatIsNotHeardIsDead() {
        assertThat(server.isDead(START + 120 * SECOND - 1)).isFalse();
        assertThat(server.isDead(START + 120 * SECOND)).isTrue();
        // Only what is genuine counts as heard.
        ByteBuffer damaged = seal(PEER_ID, ipv4(40));
        damaged.put(damaged.limit() - 1, (byte) (damaged.get(damaged.limit() - 1) + 1));
        server.receive(START + 50 * SECOND, damaged, sink);
        assertThat(server.isDead(START + 120 * SECOND)).isTrue();
        server.receive(START + 50 * SECOND, seal(PEER_ID, InBandMessage.ping()), sink);
        assertThat(server.isDead(START + 170 * SECOND - 1)).isFalse();
        server.heard(START + 60 * SECOND);
        assertThat(server.isDead(START + 180 * SECOND - 1)).isFalse();
        assertThat(server.isDead(START + 180 * SECOND)).isTrue();
    }

    @Test
    void aClientPingsAndGivesUpAsItIsTold() {
        PeerTunnel client =
                PeerTunnel.ofClient(
                        START,
                        PEER_ID,
                        MssClamp.forPackets(MTU),
                        new DataChannel(0, 90 * SECOND, DataBuffers.ofOneTunnel()));
        client.install(START, key(false));
        assertThat(client.nextDeadline()).isEqualTo(Deadline.NEVER);
        client.tick(START + 3600 * SECOND, sink);
        assertThat(sent).isEmpty();
        assertThat(client.isDead(START + 3600 * SECOND)).isFalse();
        client.keepAlive(2 * SECOND, 5 * SECOND);
        assertThat(client.nextDeadline()).isEqualTo(START + 2 * SECOND);
        client.tick(START + 2 * SECOND, sink);
        client.tick(START + 4 * SECOND, sink);
        assertThat(sent).hasSize(2);
        assertThat(client.nextDeadline()).isEqualTo(START + 5 * SECOND);
        assertThat(client.isDead(START + 5 * SECOND)).isTrue();
        client.limitTo(100);
        client.send(START, ipv4(101), sink);
        assertThat(drops).containsExactly(DropReason.TOO_LARGE);
    }

    @Test
    void afterARenegotiationTheOldKeyIsUsedForFiveSecondsAndHeardForTheTransition() {
        server.install(START, key(1, false));
        assertThat(server.nextDeadline()).isEqualTo(START + PeerTunnel.SEND_SWITCH_NANOS);
        server.send(START, ipv4(40), sink);
        server.tick(START + PeerTunnel.SEND_SWITCH_NANOS, sink);
        server.send(START + PeerTunnel.SEND_SWITCH_NANOS, ipv4(40), sink);
        assertThat(sent)
                .extracting(packet -> packet.get(packet.position()) & 7)
                .containsExactly(0, 1);
        server.tick(START + 90 * SECOND - 1, sink);
        assertThat(receive(ipv4(40))).isEqualTo(Received.NEWEST);
        server.tick(START + 90 * SECOND, sink);
        assertThat(receive(ipv4(40))).isEqualTo(Received.NOTHING);
        assertThat(drops).containsExactly(DropReason.NO_DATA_KEY);
    }

    @Test
    void theGoodbyeIsOneThatIsUnderstood() {
        server.sayExit(START + 10 * SECOND, sink);
        assertThat(InBandMessage.isExit(opened(sent.getFirst()))).isTrue();
        server.tick(START + 20 * SECOND - 1, sink);
        assertThat(sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aTunnelWithoutPeerIdSendsPacketsWithout(int length) {
        PeerTunnel old =
                new PeerTunnel(
                        START,
                        VirtualWorld.admission(PEER_ID),
                        DataHeader.NO_PEER_ID,
                        MTU,
                        MssClamp.forPackets(MTU),
                        channel());
        old.install(START, key(false));
        old.send(START, ipv4(40 + length), sink);
        assertThat(DataHeader.peerId(sent.getFirst())).isEqualTo(DataHeader.NO_PEER_ID);
        assertThat(old.receive(START, seal(DataHeader.NO_PEER_ID, ipv4(40)), sink))
                .isEqualTo(Received.NEWEST);
        assertThat(old.receive(START, seal(PEER_ID, ipv4(40)), sink)).isEqualTo(Received.NOTHING);
    }

    private Received receive(ByteBuffer payload) {
        return server.receive(START, seal(PEER_ID, payload), sink);
    }

    private ByteBuffer seal(int peerId, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.remaining() + DataKey.SEAL_ROOM);
        assertThat(peer.seal(peerId, payload, out)).isTrue();
        return out.flip();
    }

    private ByteBuffer opened(ByteBuffer packet) {
        ByteBuffer out = ByteBuffer.allocate(packet.remaining());
        assertThat(peer.open(0, packet.duplicate(), out).isOpened()).isTrue();
        return out.flip();
    }

    private static DataKey key(boolean client) {
        return key(0, client);
    }

    private static DataKey key(int keyId, boolean client) {
        return DataKey.create(
                GCM, client, keyId, DataKeyMaterial.ofExporter(counting(0, 256)), new Random(1));
    }

    /// As long as it says.
    private static ByteBuffer ipv4(int length) {
        ByteBuffer packet = ByteBuffer.allocate(length);
        if (length >= 20) {
            packet.put(0, (byte) 0x45).putShort(2, (short) length).put(9, (byte) 17);
        }
        return packet;
    }

    private static ByteBuffer syn(int segmentSize) {
        byte[] packet =
                HexFormat.of()
                        .parseHex(
                                "4500002c000000004006000064400002c0a80001"
                                        + "0400005000000000000000006002ffff000000000204%04x"
                                                .formatted(segmentSize));
        return ByteBuffer.wrap(packet);
    }

    private static int segmentSize(ByteBuffer syn) {
        return syn.getShort(syn.position() + 42) & 0xffff;
    }

    private final class Recording implements Session.Sink {
        @Override
        public void transmit(ByteBuffer packet) {
            sent.add(copy(packet));
        }

        @Override
        public void deliver(ByteBuffer ipPacket) {
            delivered.add(copy(ipPacket));
        }

        @Override
        public void compute(Runnable tlsTask) {
            throw new AssertionError("a tunnel computes nothing");
        }

        @Override
        public void drop(DropReason reason) {
            drops.add(reason);
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        }
    }

    private static DataChannel channel() {
        return new DataChannel(
                PeerTunnel.SEND_SWITCH_NANOS, 90 * SECOND, DataBuffers.ofOneTunnel());
    }
}
