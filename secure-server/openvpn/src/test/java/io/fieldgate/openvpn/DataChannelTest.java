package io.fieldgate.openvpn;

import static io.fieldgate.openvpn.wire.Vectors.counting;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.InBandMessage;
import io.fieldgate.openvpn.wire.HmacDigest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataChannelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long SWITCH = 5 * SECOND;
    private static final long TRANSITION = 90 * SECOND;
    private static final int PEER_ID = 5;
    private static final DataFormat GCM = new DataFormat.Aead(DataCipher.AES_256_GCM);

    private final DataChannel server =
            new DataChannel(SWITCH, TRANSITION, DataBuffers.ofOneTunnel());
    private final DataChannel client =
            new DataChannel(60 * SECOND, TRANSITION, DataBuffers.ofOneTunnel());

    static List<DataFormat> formats() {
        return List.of(
                GCM,
                new DataFormat.Epoch(DataCipher.CHACHA20_POLY1305),
                new DataFormat.Cbc(CbcCipher.AES_256_CBC, HmacDigest.SHA512));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void packetsOfBothEndsArrive(DataFormat format) {
        install(0, format, 0);
        for (int peerId : new int[] {PEER_ID, DataHeader.NO_PEER_ID}) {
            assertThat(server.open(0, seal(client, peerId))).isNull();
            assertThat(server.opened()).isEqualTo(InBandMessage.ping());
            assertThat(client.open(0, seal(server, peerId))).isNull();
            assertThat(client.opened()).isEqualTo(InBandMessage.ping());
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theLargestPayloadFitsTheBuffers(DataFormat format) {
        install(0, format, 0);
        ByteBuffer payload = ByteBuffer.allocate(DataKey.MAX_PAYLOAD);

        assertThat(server.open(0, seal(client, PEER_ID, payload.duplicate()))).isNull();
        assertThat(server.opened()).isEqualTo(payload);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void onlyAPacketNewerThanAllBeforeItIsTheNewest(DataFormat format) {
        install(0, format, 0);
        ByteBuffer first = copy(seal(client, PEER_ID));
        ByteBuffer second = copy(seal(client, PEER_ID));

        assertThat(server.open(0, second)).isNull();
        assertThat(server.openedNewest()).isTrue();
        assertThat(server.open(0, first)).isNull();
        assertThat(server.openedNewest()).isFalse();
        assertThat(server.open(0, seal(client, PEER_ID))).isNull();
        assertThat(server.openedNewest()).isTrue();
    }

    @Test
    void aPacketOfTheOldKeyIsNotTheNewestOnceThePeerUsedTheNewOne() {
        install(0, GCM, 0);
        install(0, GCM, 1);
        ByteBuffer old = copy(seal(client, PEER_ID));
        ByteBuffer delayed = copy(seal(client, PEER_ID));
        client.tick(60 * SECOND);

        assertThat(server.open(0, old)).isNull();
        assertThat(server.openedNewest()).isTrue();
        assertThat(server.open(0, seal(client, PEER_ID))).isNull();
        assertThat(server.openedNewest()).isTrue();
        assertThat(server.open(0, delayed)).isNull();
        assertThat(server.openedNewest()).isFalse();
    }

    @Test
    void refusalsSayWhy() {
        assertThat(server.open(0, ByteBuffer.allocate(0))).isEqualTo(DropReason.MALFORMED);
        assertThat(server.open(0, ByteBuffer.allocate(40))).isEqualTo(DropReason.NO_DATA_KEY);
        install(0, GCM, 0);
        ByteBuffer packet = copy(seal(client, PEER_ID));
        assertThat(server.open(0, packet.slice(0, 24))).isEqualTo(DropReason.MALFORMED);
        assertThat(server.open(0, packet.slice(0, 30))).isEqualTo(DropReason.BAD_DATA);
        assertThat(server.open(0, ByteBuffer.allocate(5000).put(0, (byte) 0x48)))
                .isEqualTo(DropReason.MALFORMED);
        assertThat(server.open(0, packet.duplicate())).isNull();
        assertThat(server.open(0, packet)).isEqualTo(DropReason.DATA_REPLAY);
        packet.put(0, (byte) 0x49);
        assertThat(server.open(0, packet)).isEqualTo(DropReason.NO_DATA_KEY);
        packet.put(0, (byte) 0x20);
        assertThat(server.open(0, packet)).isEqualTo(DropReason.MALFORMED);
    }

    @Test
    void anUnknownEpochHasNoKey() {
        install(0, new DataFormat.Epoch(DataCipher.AES_128_GCM), 0);
        ByteBuffer packet = copy(seal(client, PEER_ID)).putShort(4, (short) 100);

        assertThat(server.open(0, packet)).isEqualTo(DropReason.NO_DATA_KEY);
    }

    @Test
    void withoutAKeyNothingIsSealed() {
        assertThat(server.seal(PEER_ID, InBandMessage.ping())).isNull();
        assertThat(server.wantsRekey()).isFalse();
        assertThat(server.nextDeadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void theNewKeyIsUsedAfterTheDelay() {
        install(0, GCM, 0);
        install(10 * SECOND, GCM, 1);

        assertThat(keyId(seal(server, PEER_ID))).isZero();
        assertThat(server.nextDeadline()).isEqualTo(10 * SECOND + SWITCH);
        server.tick(10 * SECOND + SWITCH - 1);
        assertThat(keyId(seal(server, PEER_ID))).isZero();
        server.tick(10 * SECOND + SWITCH);
        assertThat(keyId(seal(server, PEER_ID))).isEqualTo(1);
        assertThat(keyId(seal(client, PEER_ID))).isZero();
        client.tick(70 * SECOND);
        assertThat(keyId(seal(client, PEER_ID))).isEqualTo(1);
    }

    @Test
    void theNewKeyIsUsedAtOnceWhenThePeerDoes() {
        install(0, GCM, 0);
        install(0, GCM, 1);
        client.tick(60 * SECOND);
        assertThat(server.open(0, seal(client, PEER_ID))).isNull();

        assertThat(keyId(seal(server, PEER_ID))).isEqualTo(1);
    }

    @Test
    void theOldKeyIsForgottenAfterTheTransition() {
        install(0, GCM, 0);
        ByteBuffer first = copy(seal(client, PEER_ID));
        ByteBuffer second = copy(seal(client, PEER_ID));
        install(0, GCM, 1);
        server.tick(TRANSITION - 1);
        assertThat(server.open(0, first)).isNull();

        server.tick(TRANSITION);

        assertThat(server.open(0, second)).isEqualTo(DropReason.NO_DATA_KEY);
        assertThat(server.nextDeadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void onlyTwoKeysLive() {
        install(0, GCM, 0);
        ByteBuffer packet = copy(seal(client, PEER_ID));
        install(0, GCM, 1);
        install(0, GCM, 2);

        assertThat(server.open(0, packet)).isEqualTo(DropReason.NO_DATA_KEY);
    }

    private void install(long now, DataFormat format, int keyId) {
        DataKeyMaterial material = DataKeyMaterial.ofExporter(counting(keyId, 256));
        Random random = new Random(keyId);
        server.install(now, DataKey.create(format, false, keyId, material, random));
        client.install(now, DataKey.create(format, true, keyId, material, random));
    }

    private static ByteBuffer seal(DataChannel channel, int peerId) {
        return seal(channel, peerId, InBandMessage.ping());
    }

    private static ByteBuffer seal(DataChannel channel, int peerId, ByteBuffer payload) {
        ByteBuffer sealed = channel.seal(peerId, payload);
        if (sealed == null) {
            throw new AssertionError("nothing sealed");
        }
        return sealed;
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet).flip();
    }

    private static int keyId(ByteBuffer packet) {
        return packet.get(0) & 7;
    }
}
