package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.PEER_ID;
import static io.fieldgate.openvpn.data.Formats.client;
import static io.fieldgate.openvpn.data.Formats.open;
import static io.fieldgate.openvpn.data.Formats.opened;
import static io.fieldgate.openvpn.data.Formats.ping;
import static io.fieldgate.openvpn.data.Formats.seal;
import static io.fieldgate.openvpn.data.Formats.server;
import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.Mutations;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every format.
class DataKeyTest {
    private static final long SECOND = 1_000_000_000L;

    static List<DataFormat> formats() {
        return Formats.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void payloadsOfEveryLengthArriveInBothDirections(DataFormat format) {
        DataKey client = client(format, 3);
        DataKey server = server(format, 3);
        for (int length = 1; length <= DataKey.MAX_PAYLOAD; length += length < 70 ? 1 : 89) {
            ByteBuffer payload = ByteBuffer.wrap(counting(length, length));

            ByteBuffer up = seal(client, 0xabcdef, payload.duplicate());
            ByteBuffer down = seal(server, 0xabcdef, payload.duplicate());

            assertThat(DataHeader.peerId(up)).isEqualTo(0xabcdef);
            assertThat(up.get(0) & 0xff).isEqualTo(9 << 3 | 3);
            assertThat(opened(server, up)).isEqualTo(payload);
            assertThat(opened(client, down)).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void payloadsArriveWithoutPeerIdToo(DataFormat format) {
        DataKey client = client(format, 7);
        DataKey server = server(format, 7);
        // The epoch format knows no short header.
        boolean isShort = !(format instanceof DataFormat.Epoch);
        for (int length = 1; length <= DataKey.MAX_PAYLOAD; length += 89) {
            ByteBuffer payload = ByteBuffer.wrap(counting(length, length));

            ByteBuffer up = seal(client, DataHeader.NO_PEER_ID, payload.duplicate());
            ByteBuffer down = seal(server, DataHeader.NO_PEER_ID, payload.duplicate());

            assertThat(up.get(0) & 0xff).isEqualTo((isShort ? 6 : 9) << 3 | 7);
            assertThat(DataHeader.peerId(up)).isEqualTo(isShort ? -1 : 0xffffff);
            assertThat(opened(server, up)).isEqualTo(payload);
            assertThat(opened(client, down)).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void directBuffersAndOffsetsWorkToo(DataFormat format) {
        ByteBuffer payload = ByteBuffer.allocateDirect(64).put(3, counting(1, 50));
        payload.position(3).limit(53);
        ByteBuffer packet = ByteBuffer.allocateDirect(300).position(7);
        assertThat(client(format).seal(PEER_ID, payload.duplicate(), packet)).isTrue();
        packet.limit(packet.position()).position(7);
        ByteBuffer out = ByteBuffer.allocateDirect(300).position(11);

        assertThat(server(format).open(0, packet.asReadOnlyBuffer(), out))
                .isEqualTo(Opening.OPENED);

        assertThat(out.limit(out.position()).position(11)).isEqualTo(payload);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void openingConsumesThePacketAndLeavesItsBytes(DataFormat format) {
        ByteBuffer packet = ping(client(format));
        String before = hex(packet);

        open(server(format), packet);

        assertThat(packet.hasRemaining()).isFalse();
        assertThat(hex(packet.rewind())).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theSmallestRoomIsEnough(DataFormat format) {
        for (int length : new int[] {1, 11, 12, 100, DataKey.MAX_PAYLOAD}) {
            ByteBuffer payload = ByteBuffer.wrap(counting(1, length));
            ByteBuffer out = ByteBuffer.allocate(length + DataKey.SEAL_ROOM);

            assertThat(client(format).seal(PEER_ID, payload, out)).isTrue();

            assertThat(payload.hasRemaining()).isFalse();
            assertThat(out.position() - length).isBetween(1, format.overhead());
            assertThat(open(server(format), out.flip())).isEqualTo(Opening.OPENED);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void oneChangedBitAnywhereIsRefusedAndChangesNothing(DataFormat format) {
        DataKey server = server(format);
        byte[] packet = bytes(hex(ping(client(format))));
        ByteBuffer out = ByteBuffer.allocate(200);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (format instanceof DataFormat.Cbc && (bit < 3 || (bit >= 8 && bit < 32))) {
                // This format does not authenticate the header: the session compares the peer id.
                continue;
            }
            ByteBuffer forged = ByteBuffer.wrap(changed);

            assertThat(server.open(0, forged, out).isOpened()).as("bit %s", bit).isFalse();
            assertThat(out.position()).isZero();
            assertThat(forged.position()).isZero();
        }
        assertThat(opened(server, ByteBuffer.wrap(packet))).isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void oneChangedBitIsRefusedWithoutPeerIdToo(DataFormat format) {
        DataKey server = server(format);
        byte[] packet =
                bytes(hex(seal(client(format), DataHeader.NO_PEER_ID, InBandMessage.ping())));
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (format instanceof DataFormat.Cbc && bit < 3) {
                continue;
            }

            assertThat(open(server, ByteBuffer.wrap(changed)).isOpened())
                    .as("bit %s", bit)
                    .isFalse();
        }
        assertThat(opened(server, ByteBuffer.wrap(packet))).isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyTruncationAndExtensionIsRefused(DataFormat format) {
        DataKey server = server(format);
        ByteBuffer packet = ping(client(format));
        ByteBuffer withoutPeerId =
                seal(client(format), DataHeader.NO_PEER_ID, InBandMessage.ping());
        for (int length = 0; length < packet.remaining(); length++) {
            assertThat(open(server, packet.slice(0, length)))
                    .as("length %s", length)
                    .isIn(Opening.TOO_SHORT, Opening.BAD_TAG);
        }
        for (int length = 0; length < withoutPeerId.remaining(); length++) {
            assertThat(open(server, withoutPeerId.slice(0, length)))
                    .as("length %s", length)
                    .isIn(Opening.TOO_SHORT, Opening.BAD_TAG);
        }
        for (int more = 1; more < 100; more++) {
            ByteBuffer longer = ByteBuffer.allocate(packet.remaining() + more);
            longer.put(packet.duplicate()).clear();
            assertThat(open(server, longer)).isEqualTo(Opening.BAD_TAG);
        }
        assertThat(opened(server, packet)).isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void anEndDoesNotAcceptWhatItSentItself(DataFormat format) {
        DataKey client = client(format);

        assertThat(open(client, ping(client))).isEqualTo(Opening.BAD_TAG);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aPacketOfAnotherKeyIdIsRefused(DataFormat format) {
        assertThat(open(server(format, 2), ping(client(format, 1))))
                .isEqualTo(Opening.WRONG_KEY_ID);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aPacketOfOtherKeyMaterialIsRefused(DataFormat format) {
        DataKeyMaterial other = DataKeyMaterial.ofExporter(counting(1, 256));
        DataKey stranger = DataKey.create(format, true, 0, other, new Random(2));

        assertThat(open(server(format), ping(stranger))).isEqualTo(Opening.BAD_TAG);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theKeyOutlivesItsMaterial(DataFormat format) {
        DataKeyMaterial material = DataKeyMaterial.ofExporter(counting(0, 256));
        DataKey client = DataKey.create(format, true, 0, material, new Random(3));
        material.erase();

        assertThat(opened(server(format), ping(client))).isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void controlPacketsAndOversizedPacketsAreRefused(DataFormat format) {
        DataKey server = server(format);
        assertThat(open(server, ByteBuffer.allocate(0))).isEqualTo(Opening.TOO_SHORT);
        assertThat(open(server, ByteBuffer.wrap(bytes("20".repeat(200)))))
                .isEqualTo(Opening.WRONG_OPCODE);
        for (int length : new int[] {DataKey.MAX_PAYLOAD + DataKey.SEAL_ROOM, 65_535}) {
            ByteBuffer large = ByteBuffer.allocate(length).put(0, (byte) 0x48).putInt(4, 0x10001);
            assertThat(server.open(0, large, ByteBuffer.allocate(0))).isEqualTo(Opening.TOO_LONG);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aReplayIsRefusedHoweverOld(DataFormat format) {
        for (int later : new int[] {0, 1, 63, 64, 65, 1000}) {
            DataKey client = client(format);
            DataKey server = server(format);
            ByteBuffer packet = ping(client);
            opened(server, packet.duplicate());
            for (int i = 0; i < later; i++) {
                opened(server, ping(client));
            }
            ByteBuffer out = ByteBuffer.allocate(200);

            assertThat(server.open(0, packet, out)).as("%s", later).isEqualTo(Opening.REPLAYED);
            assertThat(packet.position()).isZero();
            assertThat(out.position()).isZero();
            opened(server, ping(client));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aLatePacketIsAcceptedWithinTheWindowAndCalledLate(DataFormat format) {
        for (int behind : new int[] {1, 62, 63, 64, 65}) {
            DataKey client = client(format);
            DataKey server = server(format);
            ByteBuffer late = ping(client);
            for (int i = 1; i < behind; i++) {
                ping(client);
            }
            opened(server, ping(client));

            assertThat(open(server, late))
                    .as("%s", behind)
                    .isEqualTo(behind < 64 ? Opening.OPENED_LATE : Opening.REPLAYED);
            assertThat(open(server, ping(client))).isEqualTo(Opening.OPENED);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aPacketOvertakenMoreThanFifteenSecondsAgoIsRefused(DataFormat format) {
        for (int seconds : new int[] {15, 16}) {
            DataKey client = client(format);
            DataKey server = server(format);
            ByteBuffer late = ping(client);
            opened(server, ping(client));

            assertThat(open(server, seconds * SECOND, late))
                    .isEqualTo(seconds == 15 ? Opening.OPENED_LATE : Opening.REPLAYED);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theWindowCanBeLarger(DataFormat format) {
        DataKey client = client(format);
        DataKey server =
                DataKey.create(
                        format,
                        false,
                        0,
                        Formats.MATERIAL,
                        new Random(1),
                        new ReplayWindow.Size(128, 15),
                        AeadHome.JDK);
        ByteBuffer tooLate = ping(client);
        ByteBuffer late = ping(client);
        for (int i = 2; i < 128; i++) {
            ping(client);
        }
        opened(server, ping(client));

        assertThat(open(server, tooLate)).isEqualTo(Opening.REPLAYED);
        assertThat(open(server, late)).isEqualTo(Opening.OPENED_LATE);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void payloadsOfNoByteOrTooManyAreOurOwnFault(DataFormat format) {
        DataKey client = client(format);
        ByteBuffer out = ByteBuffer.allocate(4096);

        for (int length : new int[] {0, DataKey.MAX_PAYLOAD + 1}) {
            assertThatThrownBy(() -> client.seal(PEER_ID, ByteBuffer.allocate(length), out))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        ByteBuffer small = ByteBuffer.allocate(DataKey.SEAL_ROOM);
        assertThatThrownBy(() -> client.seal(PEER_ID, InBandMessage.ping(), small))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(opened(server(format), ping(client))).isEqualTo(InBandMessage.ping());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noBytesMakeOpeningThrowOrPass(DataFormat format) {
        Mutations mutations = new Mutations("DataKeyTest " + format);
        DataKey client = client(format);
        DataKey server = server(format);
        String packet = hex(seal(client, PEER_ID, ByteBuffer.wrap(counting(9, 100))));
        byte[] valid = bytes(packet);
        boolean seen = false;
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer mutant = mutations.noiseOrMutantOf(valid);
            String bytes = hex(mutant);
            // CBC does not authenticate the peer id.
            boolean intact =
                    format instanceof DataFormat.Cbc
                            ? bytes.length() == packet.length()
                                    && bytes.startsWith("48")
                                    && bytes.endsWith(packet.substring(8))
                            : bytes.equals(packet);

            Opening opening = open(server, mutant);

            assertThat(opening == Opening.OPENED).isEqualTo(intact && !seen);
            seen |= intact;
        }
        assertThat(open(server, seal(client, PEER_ID, InBandMessage.ping())))
                .isEqualTo(Opening.OPENED);
    }
}
