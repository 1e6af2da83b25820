package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.wire.Mutations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeyTest {
    private static final int PEER_ID = 5;
    private static final DataKeyMaterial MATERIAL = DataKeyMaterial.ofExporter(counting(0, 256));

    private final DataKey client = DataKey.client(0, DataCipher.AES_256_GCM, MATERIAL);
    private final DataKey server = DataKey.server(0, DataCipher.AES_256_GCM, MATERIAL);

    @ParameterizedTest
    @CsvSource({
        "AES_256_GCM,4800000500000001ec453d1dbd9f22d610a3a7300856dd03"
                + "e1d3004e0fa812021253797dec29cf6b",
        "AES_128_GCM,48000005000000010b4843e9e45c927e71c1d91859f9bff2"
                + "f81b8714b8cd8e5b853004a780a8bde5",
        "CHACHA20_POLY1305,4800000500000001a4bd54f14db41cd9fa79bd54cbf1e6b8"
                + "249c493797b2d7f5945bcaf9ded73aa2"
    })
    void theClientsFirstPingIsThatOfTheVectors(DataCipher cipher, String packet) {
        DataKey key = DataKey.client(0, cipher, MATERIAL);

        assertThat(hex(seal(key, PEER_ID, InBandMessage.ping()))).isEqualTo(packet);
        assertThat(opened(DataKey.server(0, cipher, MATERIAL), buffer(packet)))
                .isEqualTo(InBandMessage.ping());
    }

    @Test
    void theServersFirstPingIsThatOfTheVectors() {
        assertThat(hex(seal(server, PEER_ID, InBandMessage.ping())))
                .isEqualTo(
                        "48000005000000014733b9b60b56cf3ada0169d9be9a4594"
                                + "935c53e2eadd3824275aa3759531edf7");
    }

    @Test
    void theFirstPingWithoutPeerIdIsThatOfTheVectors() {
        String packet =
                "300000000121555309ee48f8dad080917adf916bbee1d3004e0fa812021253797dec29cf6b";

        assertThat(hex(seal(client, DataHeader.NO_PEER_ID, InBandMessage.ping())))
                .isEqualTo(packet);
        assertThat(opened(server, buffer(packet))).isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @EnumSource(DataCipher.class)
    void payloadsOfEveryLengthArrive(DataCipher cipher) {
        DataKey from = DataKey.server(3, cipher, MATERIAL);
        DataKey to = DataKey.client(3, cipher, MATERIAL);
        for (int length = 1; length <= DataKey.MAX_PAYLOAD; length += 89) {
            ByteBuffer payload = ByteBuffer.wrap(counting(length, length));

            ByteBuffer packet = seal(from, 0xabcdef, payload.duplicate());

            assertThat(packet.remaining()).isEqualTo(length + DataKey.OVERHEAD);
            assertThat(DataHeader.peerId(packet)).isEqualTo(0xabcdef);
            assertThat(opened(to, packet)).isEqualTo(payload);
        }
    }

    @Test
    void directBuffersAndOffsetsWorkToo() {
        ByteBuffer payload = ByteBuffer.allocateDirect(64).put(3, counting(1, 50));
        payload.position(3).limit(53);
        ByteBuffer packet = ByteBuffer.allocateDirect(200).position(7);
        assertThat(client.seal(PEER_ID, payload.duplicate(), packet)).isTrue();
        packet.limit(packet.position()).position(7);
        ByteBuffer out = ByteBuffer.allocateDirect(200).position(11);

        assertThat(server.open(packet, out)).isEqualTo(Opening.OPENED);

        assertThat(packet.hasRemaining()).isFalse();
        assertThat(out.limit(out.position()).position(11)).isEqualTo(payload);
    }

    @Test
    void theSmallestRoomIsEnough() {
        ByteBuffer payload = ByteBuffer.wrap(counting(1, 100));
        ByteBuffer out = ByteBuffer.allocate(100 + DataKey.SEAL_ROOM);

        assertThat(client.seal(PEER_ID, payload, out)).isTrue();

        assertThat(payload.hasRemaining()).isFalse();
        assertThat(out.position()).isEqualTo(100 + DataKey.OVERHEAD);
        assertThat(server.open(out.flip(), ByteBuffer.allocate(100 + DataKey.OVERHEAD)))
                .isEqualTo(Opening.OPENED);
    }

    @ParameterizedTest
    @EnumSource(DataCipher.class)
    void oneChangedBitAnywhereIsRefused(DataCipher cipher) {
        DataKey from = DataKey.client(0, cipher, MATERIAL);
        DataKey to = DataKey.server(0, cipher, MATERIAL);
        byte[] packet = bytes(hex(seal(from, PEER_ID, InBandMessage.ping())));
        ByteBuffer out = ByteBuffer.allocate(100);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(to.open(ByteBuffer.wrap(changed), out))
                    .as("bit %s", bit)
                    .isNotEqualTo(Opening.OPENED);
            assertThat(out.position()).isZero();
        }
        assertThat(opened(to, ByteBuffer.wrap(packet))).isEqualTo(InBandMessage.ping());
    }

    @Test
    void aWrongTagIsRefusedAsSuchAndDoesNotMoveTheWindow() {
        byte[] packet = bytes(hex(seal(client, PEER_ID, InBandMessage.ping())));
        byte[] forged = packet.clone();
        forged[8] ^= 1;
        byte[] farAhead = packet.clone();
        farAhead[4] = (byte) 0x7f;

        assertThat(open(server, ByteBuffer.wrap(forged))).isEqualTo(Opening.BAD_TAG);
        assertThat(open(server, ByteBuffer.wrap(farAhead))).isEqualTo(Opening.BAD_TAG);
        assertThat(open(server, ByteBuffer.wrap(packet))).isEqualTo(Opening.OPENED);
    }

    @Test
    void everyTruncationIsRefused() {
        ByteBuffer packet = seal(client, PEER_ID, InBandMessage.ping());
        for (int length = 0; length < packet.remaining(); length++) {
            assertThat(open(server, packet.slice(0, length)))
                    .as("length %s", length)
                    .isEqualTo(length < 25 ? Opening.TOO_SHORT : Opening.BAD_TAG);
        }
    }

    @Test
    void anEndDoesNotAcceptWhatItSentItself() {
        ByteBuffer packet = seal(client, PEER_ID, InBandMessage.ping());

        assertThat(open(client, packet)).isEqualTo(Opening.BAD_TAG);
    }

    @Test
    void aPacketOfAnotherKeyIdIsRefused() {
        DataKey other = DataKey.client(1, DataCipher.AES_256_GCM, MATERIAL);
        byte[] packet = bytes(hex(seal(other, PEER_ID, InBandMessage.ping())));
        packet[0] = 0x48;

        assertThat(open(server, ByteBuffer.wrap(packet))).isEqualTo(Opening.BAD_TAG);
    }

    @Test
    void controlPacketsAndOversizedPacketsAreRefused() {
        assertThat(open(server, buffer("20".repeat(40)))).isEqualTo(Opening.WRONG_OPCODE);
        ByteBuffer large = ByteBuffer.allocate(DataKey.MAX_PAYLOAD + DataKey.OVERHEAD + 1);
        large.put(0, (byte) 0x48);
        large.put(7, (byte) 1);
        assertThat(open(server, large)).isEqualTo(Opening.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1022, 1023})
    void aReplayIsRefusedHoweverOld(int later) {
        ByteBuffer packet = seal(client, PEER_ID, InBandMessage.ping());
        assertThat(open(server, packet.duplicate())).isEqualTo(Opening.OPENED);
        for (int i = 0; i < later; i++) {
            assertThat(open(server, seal(client, PEER_ID, InBandMessage.ping())))
                    .isEqualTo(Opening.OPENED);
        }

        assertThat(open(server, packet)).isEqualTo(Opening.REPLAYED);
    }

    @ParameterizedTest
    @CsvSource({"63,OPENED", "1023,OPENED", "1024,REPLAYED", "1025,REPLAYED"})
    void aLatePacketIsAcceptedWithinTheWindow(int behind, Opening expected) {
        ByteBuffer late = seal(client, PEER_ID, InBandMessage.ping());
        ByteBuffer newest = late;
        for (int i = 0; i < behind; i++) {
            newest = seal(client, PEER_ID, InBandMessage.ping());
        }
        open(server, newest);

        assertThat(open(server, late)).isEqualTo(expected);
    }

    @Test
    void packetIdZeroIsRefused() {
        assertThat(open(server, buffer("4800000500000000" + "00".repeat(30))))
                .isEqualTo(Opening.REPLAYED);
    }

    @Test
    void sendingStopsBeforePacketIdsWrap() {
        DirectionKey direction = new DirectionKey(DataCipher.AES_256_GCM, MATERIAL, 0);
        DataSealer sealer = new DataSealer(0, direction, 0xffff_fffcL);
        ByteBuffer out = ByteBuffer.allocate(200);

        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isTrue();
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isTrue();
        int written = out.position();
        assertThat(out.getInt(written - 36)).isEqualTo(0xfffffffd);
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isFalse();
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isFalse();
        assertThat(out.position()).isEqualTo(written);
    }

    @Test
    void aNewKeyIsAskedForWhenPacketIdsRunOut() {
        DirectionKey direction = new DirectionKey(DataCipher.AES_256_GCM, MATERIAL, 0);
        DataSealer sealer = new DataSealer(0, direction, 0xfeff_ffffL);
        DataOpener opener = new DataOpener(new DirectionKey(DataCipher.AES_256_GCM, MATERIAL, 0));
        ByteBuffer out = ByteBuffer.allocate(200);

        assertThat(sealer.wantsRekey()).isFalse();
        sealer.seal(PEER_ID, InBandMessage.ping(), out);
        assertThat(sealer.wantsRekey()).isTrue();

        opener.open(out.flip(), ByteBuffer.allocate(100));
        assertThat(opener.wantsRekey()).isFalse();
        out.clear();
        sealer.seal(PEER_ID, InBandMessage.ping(), out);
        opener.open(out.flip(), ByteBuffer.allocate(100));
        assertThat(opener.wantsRekey()).isTrue();
    }

    @Test
    void aWornKeyAsksForItsSuccessor() {
        DirectionKey gcm = new DirectionKey(DataCipher.AES_128_GCM, MATERIAL, 0);
        DirectionKey chacha = new DirectionKey(DataCipher.CHACHA20_POLY1305, MATERIAL, 0);
        for (int i = 0; i < 448; i++) {
            gcm.count(Integer.MAX_VALUE - 15);
            chacha.count(Integer.MAX_VALUE - 15);
        }

        assertThat(gcm.isWorn()).isTrue();
        assertThat(chacha.isWorn()).isFalse();
    }

    @Test
    void payloadsOfNoByteOrTooManyAreOurOwnFault() {
        ByteBuffer out = ByteBuffer.allocate(4096);

        assertThatThrownBy(() -> client.seal(PEER_ID, ByteBuffer.allocate(0), out))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        client.seal(PEER_ID, ByteBuffer.allocate(DataKey.MAX_PAYLOAD + 1), out))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noBytesMakeOpeningThrowOrPass() {
        Mutations mutations = new Mutations("DataKeyTest");
        String packet = hex(seal(client, PEER_ID, ByteBuffer.wrap(counting(9, 100))));
        byte[] valid = bytes(packet);
        boolean seen = false;
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer mutant = mutations.noiseOrMutantOf(valid);
            boolean intact = hex(mutant).equals(packet);

            Opening opening = open(server, mutant);

            assertThat(opening == Opening.OPENED).isEqualTo(intact && !seen);
            seen |= intact;
        }
    }

    private static ByteBuffer seal(DataKey key, int peerId, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.remaining() + DataKey.SEAL_ROOM);
        assertThat(key.seal(peerId, payload, out)).isTrue();
        return out.flip();
    }

    private static Opening open(DataKey key, ByteBuffer packet) {
        return key.open(packet, ByteBuffer.allocate(packet.remaining()));
    }

    private static ByteBuffer opened(DataKey key, ByteBuffer packet) {
        ByteBuffer out = ByteBuffer.allocate(packet.remaining());
        assertThat(key.open(packet, out)).isEqualTo(Opening.OPENED);
        return out.flip();
    }
}
