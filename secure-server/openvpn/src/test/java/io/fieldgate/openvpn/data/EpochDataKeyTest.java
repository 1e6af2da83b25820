package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.EPOCH;
import static io.fieldgate.openvpn.data.Formats.PEER_ID;
import static io.fieldgate.openvpn.data.Formats.open;
import static io.fieldgate.openvpn.data.Formats.opened;
import static io.fieldgate.openvpn.data.Formats.ping;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.Mutations;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochDataKeyTest {
    private static final int LAST_EPOCH = 0xffee;

    private final EpochDataKey client = (EpochDataKey) Formats.client(EPOCH);
    private final EpochDataKey server = (EpochDataKey) Formats.server(EPOCH);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16, 17})
    void theReceiverFollowsUpToSixteenEpochsAndSendsThereToo(int epoch) {
        client.sealer.follow(epoch);

        opened(server, ping(client));

        assertThat(epochOf(ping(server))).isEqualTo(epoch);
        assertThat(counterOf(ping(server))).isEqualTo(2);
    }

    @Test
    void anEpochBeyondTheFutureKeysIsRefused() {
        client.sealer.follow(18);

        assertThat(open(server, ping(client))).isEqualTo(Opening.UNKNOWN_EPOCH);
        assertThat(epochOf(ping(server))).isEqualTo(1);
    }

    @Test
    void epochZeroAndCounterZeroAreRefused() {
        ByteBuffer packet = ping(client);
        packet.putShort(4, (short) 0);
        assertThat(open(server, packet)).isEqualTo(Opening.UNKNOWN_EPOCH);
        packet.putLong(4, 1L << 48);
        assertThat(open(server, packet)).isEqualTo(Opening.REPLAYED);
        packet.putLong(4, 2L << 48);
        assertThat(open(server, packet)).isEqualTo(Opening.REPLAYED);
    }

    @Test
    void aForgedEpochMovesNothing() {
        for (int epoch = 2; epoch <= 17; epoch++) {
            ByteBuffer forged = ping(client);
            forged.putShort(4, (short) epoch);
            assertThat(open(server, forged)).isEqualTo(Opening.BAD_TAG);
        }

        assertThat(server.opener.epoch()).isEqualTo(1);
        assertThat(epochOf(ping(server))).isEqualTo(1);
        assertThat(open(server, ping(client))).isEqualTo(Opening.OPENED);
        client.sealer.follow(17);
        assertThat(open(server, ping(client))).isEqualTo(Opening.OPENED);
    }

    @Test
    void aForgeryInTheLastFutureEpochLeavesTheNextOneAlone() {
        ByteBuffer forged = ping(client);
        forged.putShort(4, (short) 17);
        assertThat(open(server, forged)).isEqualTo(Opening.BAD_TAG);
        client.sealer.follow(2);
        assertThat(open(server, ping(client))).isEqualTo(Opening.OPENED);
    }

    @Test
    void theRetiringEpochIsStillOpenedWithItsOwnWindow() {
        ByteBuffer first = ping(client);
        ByteBuffer second = ping(client);
        opened(server, first.duplicate());
        client.sealer.follow(2);
        opened(server, ping(client));

        assertThat(open(server, first)).isEqualTo(Opening.REPLAYED);
        assertThat(open(server, second.duplicate())).isEqualTo(Opening.OPENED_LATE);
        assertThat(open(server, second)).isEqualTo(Opening.REPLAYED);
        assertThat(server.opener.epoch()).isEqualTo(2);
        assertThat(open(server, ping(client))).isEqualTo(Opening.OPENED);
    }

    @Test
    void onlyOneEpochRetires() {
        ByteBuffer first = ping(client);
        client.sealer.follow(2);
        ByteBuffer second = ping(client);
        client.sealer.follow(4);
        ByteBuffer fourth = ping(client);

        opened(server, first.duplicate());
        opened(server, fourth);
        assertThat(open(server, second)).isEqualTo(Opening.UNKNOWN_EPOCH);
        assertThat(open(server, first)).isEqualTo(Opening.REPLAYED);
        client.sealer.follow(5);
        opened(server, ping(client));
        assertThat(open(server, first)).isEqualTo(Opening.UNKNOWN_EPOCH);
    }

    @Test
    void theEpochAdvancesWhenTheKeyIsUsedUpAndThePeerFollows() {
        client.sealer.key.blocks = AeadKey.GCM_LIMIT - 1;
        assertThat(epochOf(ping(client))).isEqualTo(1);

        ByteBuffer next = ping(client);

        assertThat(epochOf(next)).isEqualTo(2);
        assertThat(counterOf(next)).isEqualTo(1);
        opened(server, next);
        ByteBuffer answer = ping(server);
        assertThat(epochOf(answer)).isEqualTo(2);
        opened(client, answer);
        assertThat(client.opener.epoch()).isEqualTo(2);
        assertThat(client.wantsRekey()).isFalse();
    }

    @Test
    void anEndIsNeverMoreThanOneEpochAheadOfItsPeer() {
        client.sealer.key.blocks = AeadKey.GCM_LIMIT + 1;
        assertThat(epochOf(ping(client))).isEqualTo(2);
        client.sealer.key.blocks = AeadKey.GCM_LIMIT + 1;

        assertThat(epochOf(ping(client))).isEqualTo(2);
        assertThat(client.wantsRekey()).isTrue();

        server.sealer.follow(2);
        opened(client, ping(server));
        assertThat(client.wantsRekey()).isFalse();
        assertThat(epochOf(ping(client))).isEqualTo(3);
    }

    @Test
    void theEpochAdvancesToMakeThePeerLeaveAWornKey() {
        server.opener.current().blocks = AeadKey.GCM_LIMIT;
        assertThat(epochOf(ping(server))).isEqualTo(1);
        server.opener.current().blocks = AeadKey.GCM_LIMIT + 1;

        assertThat(epochOf(ping(server))).isEqualTo(2);
        assertThat(epochOf(ping(server))).isEqualTo(2);

        client.opener.current().failures = AeadKey.FAILURES_REKEY_LIMIT;
        assertThat(epochOf(ping(client))).isEqualTo(1);
        client.opener.current().failures = AeadKey.FAILURES_REKEY_LIMIT + 1;
        assertThat(epochOf(ping(client))).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(DataCipher.class)
    void chachaHasNoBlockLimit(DataCipher cipher) {
        EpochDataKey key = (EpochDataKey) Formats.client(new DataFormat.Epoch(cipher));
        key.sealer.key.blocks = AeadKey.GCM_LIMIT + 1;

        assertThat(epochOf(ping(key))).isEqualTo(cipher.isGcm() ? 2 : 1);
    }

    @Test
    void theCounterNeverWraps() {
        // The bound of GCM would come earlier.
        EpochDataKey client =
                (EpochDataKey) Formats.client(new DataFormat.Epoch(DataCipher.CHACHA20_POLY1305));
        client.sealer.counter = EpochSealer.LAST_COUNTER - 1;
        assertThat(counterOf(ping(client))).isEqualTo((1L << 48) - 1);
        ByteBuffer next = ping(client);
        assertThat(epochOf(next)).isEqualTo(2);
        assertThat(counterOf(next)).isEqualTo(1);

        // The peer does not follow.
        client.sealer.counter = EpochSealer.LAST_COUNTER;
        ByteBuffer out = ByteBuffer.allocate(200);
        assertThat(client.seal(PEER_ID, InBandMessage.ping(), out)).isFalse();
        assertThat(out.position()).isZero();
        assertThat(client.wantsRekey()).isTrue();
    }

    @Test
    void aNewKeyExchangeIsAskedForBeforeEpochsRunOut() {
        assertThat(startingIn(0xefff, true).wantsRekey()).isFalse();
        assertThat(startingIn(0xf000, true).wantsRekey()).isTrue();
    }

    @Test
    void noEpochIsUsedThatWouldLeaveNoRoomForFutureKeys() {
        EpochDataKey lateClient = startingIn(LAST_EPOCH - 1, true);
        EpochDataKey lateServer = startingIn(LAST_EPOCH - 1, false);
        lateClient.sealer.key.blocks = AeadKey.GCM_LIMIT + 1;
        assertThat(epochOf(ping(lateClient))).isEqualTo(LAST_EPOCH);
        opened(lateServer, ping(lateClient));
        opened(lateClient, ping(lateServer));

        lateClient.sealer.key.blocks = AeadKey.GCM_LIMIT + 1;
        assertThat(epochOf(ping(lateClient))).isEqualTo(LAST_EPOCH);
        lateClient.sealer.follow(LAST_EPOCH + 1);
        assertThat(open(lateServer, ping(lateClient))).isEqualTo(Opening.UNKNOWN_EPOCH);
    }

    @Test
    void manyEpochsFollowOneAnotherWithAndWithoutGaps() {
        Random random = new Mutations("EpochDataKeyTest").random();
        int epoch = 1;
        for (int i = 0; i < 200; i++) {
            epoch += random.nextInt(17);
            client.sealer.follow(epoch);
            ByteBuffer forged = ping(client);
            forged.putShort(4, (short) (server.opener.epoch() + random.nextInt(17)));
            forged.put(20, (byte) ~forged.get(20));

            assertThat(open(server, forged).isOpened()).isFalse();
            opened(server, ping(client));
            opened(client, ping(server));

            assertThat(server.opener.epoch()).isEqualTo(epoch);
            assertThat(client.opener.epoch()).isEqualTo(epoch);
        }
    }

    @Test
    void theShortHeaderDoesNotExist() {
        ByteBuffer packet = ping(client);
        packet.put(0, (byte) 0x30);

        assertThat(open(server, packet)).isEqualTo(Opening.WRONG_OPCODE);
    }

    private static EpochDataKey startingIn(int epoch, boolean client) {
        return new EpochDataKey(
                DataCipher.AES_256_GCM,
                0,
                new EpochSecret(epoch, counting(client ? 1 : 2, 32)),
                new EpochSecret(epoch, counting(client ? 2 : 1, 32)),
                ReplayWindow.STOCK,
                AeadHome.JDK);
    }

    private static int epochOf(ByteBuffer packet) {
        return packet.getShort(4) & 0xffff;
    }

    private static long counterOf(ByteBuffer packet) {
        return packet.getLong(4) & 0xffff_ffff_ffffL;
    }
}
