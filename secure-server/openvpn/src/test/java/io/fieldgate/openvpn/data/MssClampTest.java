package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.wire.Mutations;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MssClampTest {
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final String MSS_1460 = "020405b4";

    private final MssClamp clamp = new MssClamp(1400, 1380);

    @ParameterizedTest
    @CsvSource({
        "GCM,false,false,1400,1380",
        "GCM,true,false,1380,1360",
        "GCM,false,true,1386,1366",
        "GCM,true,true,1366,1346",
        "EPOCH,false,false,1396,1376",
        "EPOCH,true,false,1376,1356",
        "CBC,false,false,1379,1359",
        "CBC,true,false,1347,1327"
    })
    void theSizesAreThoseThatClientsCompute(
            String format, boolean ipv6, boolean tcp, int mss4, int mss6) {
        DataFormat dataFormat =
                switch (format) {
                    case "GCM" -> Formats.GCM;
                    case "EPOCH" -> Formats.EPOCH;
                    default -> Formats.CBC;
                };

        assertThat(MssClamp.forTransport(ipv6, tcp, dataFormat))
                .isEqualTo(new MssClamp(mss4, mss6));
    }

    @Test
    void theStricterOfTwoClampsIsWhatFitsBoth() {
        assertThat(MssClamp.forPackets(1380)).isEqualTo(new MssClamp(1340, 1320));
        assertThat(new MssClamp(1400, 1300).and(MssClamp.forPackets(1380)))
                .isEqualTo(new MssClamp(1340, 1300));
    }

    @ParameterizedTest
    @ValueSource(ints = {SYN, SYN_ACK})
    void aSynIsLoweredAndItsChecksumStaysRight(int flags) {
        ByteBuffer v4 = ipv4(flags, MSS_1460 + "01010402");
        ByteBuffer v6 = ipv6("", 6, flags, MSS_1460 + "01010402");

        assertThat(clamp.clamp(v4)).isTrue();
        assertThat(clamp.clamp(v6)).isTrue();

        assertThat(v4.getShort(20 + 22)).isEqualTo((short) 1400);
        assertThat(v6.getShort(40 + 22)).isEqualTo((short) 1380);
        assertThat(checksum(v4)).isZero();
        assertThat(checksum(v6)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0402" + MSS_1460 + "0101", "03030701" + MSS_1460})
    void optionsBeforeTheSegmentSizeAreSkipped(String options) {
        ByteBuffer packet = ipv4(SYN, options);

        assertThat(clamp.clamp(packet)).isTrue();

        int at = 20 + 20 + options.indexOf(MSS_1460) / 2 + 2;
        assertThat(packet.getShort(at)).isEqualTo((short) 1400);
        assertThat(checksum(packet)).isZero();
    }

    @Test
    void ipv6PacketsThatAreCutStayAsTheyAre() {
        ByteBuffer whole = ipv6("", 6, SYN, MSS_1460);
        for (int length = 1; length < whole.limit(); length++) {
            unchanged(whole.duplicate().limit(length));
        }
    }

    @Test
    void segmentSizesHaveALowerAndAnUpperEnd() {
        assertThat(new MssClamp(1, 1).ipv4()).isEqualTo(1);
        assertThat(new MssClamp(0xffff, 0xffff).ipv6()).isEqualTo(0xffff);
        for (int[] sizes : new int[][] {{0, 1}, {1, 0}, {0x10000, 1}, {1, 0x10000}}) {
            assertThatThrownBy(() -> new MssClamp(sizes[0], sizes[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anOptionAtAnOddOffsetIsLoweredToo() {
        ByteBuffer packet = ipv4(SYN, "01" + MSS_1460 + "010100");

        assertThat(clamp.clamp(packet)).isTrue();

        assertThat(packet.getShort(20 + 23)).isEqualTo((short) 1400);
        assertThat(checksum(packet)).isZero();
    }

    @Test
    void checksumsStayRightWhateverThePacket() {
        Random random = new Mutations("MssClampTest").random();
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            String mss = "0204%04x".formatted(random.nextInt(0x10000));
            String options = random.nextBoolean() ? mss + "01010101" : "01" + mss + "010101";
            ByteBuffer packet = ipv4(SYN, options);
            packet.putInt(24, random.nextInt());
            fixChecksum(packet);

            new MssClamp(1 + random.nextInt(0xffff), 1).clamp(packet);

            assertThat(checksum(packet)).isZero();
        }
    }

    @Test
    void whatNeedsNoLoweringStaysAsItIs() {
        unchanged(ipv4(SYN, "02040578"));
        unchanged(ipv4(SYN, "02040218"));
        unchanged(ipv4(ACK, MSS_1460));
        unchanged(ipv4(SYN, ""));
        unchanged(ipv6("", 6, ACK, MSS_1460));
    }

    @Test
    void otherProtocolsAndLaterFragmentsStayAsTheyAre() {
        ByteBuffer udp = ipv4(SYN, MSS_1460);
        udp.put(9, (byte) 17);
        unchanged(udp);
        ByteBuffer fragment = ipv4(SYN, MSS_1460);
        fragment.putShort(6, (short) 1);
        unchanged(fragment);
        unchanged(ipv6("", 17, SYN, MSS_1460));
        unchanged(ipv6("0600000000000001", 44, SYN, MSS_1460));
        unchanged(ipv6("0600000000000000", 200, SYN, MSS_1460));
    }

    @Test
    void knownExtensionHeadersAreSkipped() {
        ByteBuffer packet =
                ipv6("3c00" + "00".repeat(6) + "0601" + "00".repeat(14), 0, SYN, MSS_1460);

        assertThat(clamp.clamp(packet)).isTrue();
        assertThat(packet.getShort(40 + 24 + 22)).isEqualTo((short) 1380);
    }

    @Test
    void moreExtensionHeadersThanTheLimitAreNotFollowed() {
        String eight = "3c00000000000000".repeat(7) + "0600000000000000";
        assertThat(clamp.clamp(ipv6(eight, 60, SYN, MSS_1460))).isTrue();
        unchanged(ipv6("3c00000000000000" + eight, 60, SYN, MSS_1460));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0200",
                "0201",
                "0203",
                "02ff05b4",
                "02",
                "00" + MSS_1460,
                "0300" + MSS_1460
            })
    void brokenOptionsStayAsTheyAre(String options) {
        String padded = options + "01".repeat((8 - options.length() / 2 % 4) % 4);
        unchanged(ipv4(SYN, padded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01010102", "01010204", "010204ff", "0203ffff"})
    void optionsThatLeaveTheirHeaderStayAsTheyAre(String options) {
        unchanged(ipv4(SYN, options));
        unchanged(ipv6("", 6, SYN, options));
    }

    @Test
    void extensionHeadersThatLeaveThePacketAreNotFollowed() {
        String toTheEnd = "3c02" + "00".repeat(22);
        ByteBuffer packet =
                ByteBuffer.wrap(bytes("60000000001800" + "40" + "00".repeat(32) + toTheEnd));
        packet.put(6, (byte) 60);
        unchanged(packet);
        packet.put(41, (byte) 0xff);
        unchanged(packet);
    }

    @Test
    void anIpv4HeaderBelowTwentyBytesIsNotFollowed() {
        String tcp = tcp(SYN, MSS_1460);
        String header = "4400" + "%04x".formatted(16 + tcp.length() / 2) + "000040004006" + "0000";
        unchanged(ByteBuffer.wrap(bytes(header + "0a000001" + tcp)));
    }

    @Test
    void lengthsThatLieStayAsTheyAre() {
        ByteBuffer shortened = ipv4(SYN, MSS_1460);
        shortened.limit(shortened.limit() - 1);
        unchanged(shortened);
        ByteBuffer header = ipv4(SYN, MSS_1460);
        header.put(0, (byte) 0x44);
        unchanged(header);
        ByteBuffer offset = ipv4(SYN, MSS_1460);
        offset.put(32, (byte) 0xf0);
        unchanged(offset);
        unchanged(ByteBuffer.allocate(0));
        unchanged(ByteBuffer.allocate(1500));
    }

    @Test
    void noBytesMakeItThrowOrTouchWhatIsOutside() {
        Mutations mutations = new Mutations("MssClampTest");
        byte[] v4 = bytes(hex(ipv4(SYN, MSS_1460)));
        byte[] v6 = bytes(hex(ipv6("0600000000000000", 0, SYN, MSS_1460)));
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer packet = mutations.noiseOrMutantOf(i % 2 == 0 ? v4 : v6);
            int position = packet.position();
            clamp.clamp(packet);
            assertThat(packet.position()).isEqualTo(position);
        }
    }

    private void unchanged(ByteBuffer packet) {
        String before = hex(packet);
        assertThat(clamp.clamp(packet)).isFalse();
        assertThat(hex(packet)).isEqualTo(before);
    }

    private static String tcp(int flags, String options) {
        int words = 5 + options.length() / 8;
        return "04d2"
                + "0050"
                + "00000001"
                + "00000000"
                + "%x0%02x".formatted(words, flags)
                + "ffff"
                + "0000"
                + "0000"
                + options;
    }

    private static ByteBuffer ipv4(int flags, String options) {
        String tcp = tcp(flags, options);
        String header =
                "4500%04x".formatted(20 + tcp.length() / 2)
                        + "000040004006"
                        + "0000"
                        + "0a000001"
                        + "c0a80702";
        return fixChecksum(ByteBuffer.wrap(bytes(header + tcp)));
    }

    private static ByteBuffer ipv6(String extensions, int next, int flags, String options) {
        String payload = extensions + tcp(flags, options);
        String header =
                "60000000%04x%02x40".formatted(payload.length() / 2, next)
                        + "20010db8000000000000000000000001"
                        + "20010db8000000000000000000000002";
        return fixChecksum(ByteBuffer.wrap(bytes(header + payload)));
    }

    private static ByteBuffer fixChecksum(ByteBuffer packet) {
        int at = tcpAt(packet) + 16;
        packet.putShort(at, (short) 0);
        return packet.putShort(at, (short) checksum(packet));
    }

    /// What a receiver computes: 0 if the packet is right. Any fixed addend will do for the pseudo
    /// header, since no address changes.
    private static int checksum(ByteBuffer packet) {
        long sum = 4711;
        for (int at = tcpAt(packet); at < packet.limit(); at += 2) {
            int low = at + 1 < packet.limit() ? packet.get(at + 1) & 0xff : 0;
            sum += (packet.get(at) & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) (~sum & 0xffff);
    }

    private static int tcpAt(ByteBuffer packet) {
        return packet.get(0) >>> 4 == 4 ? 20 : packet.limit() - 20 - optionsLength(packet);
    }

    private static int optionsLength(ByteBuffer packet) {
        for (int length = 0; length <= 40; length += 4) {
            int at = packet.limit() - 20 - length;
            if (packet.getInt(at) == 0x04d20050) {
                return length;
            }
        }
        throw new AssertionError("no TCP header");
    }
}
