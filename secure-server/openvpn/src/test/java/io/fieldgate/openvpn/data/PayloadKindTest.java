package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.Mutations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadKindTest {
    private static final String PING = hex(InBandMessage.ping());
    private static final String OCC = "287f346bd4ef7a812d56b8d3afc5459c";
    private static final String IPV4 = "4500001c" + "00".repeat(24);
    private static final String REST = "112233440055" + "00".repeat(50);

    @Test
    void theMessagesOfTheDataChannelAreTold() {
        assertThat(kind(PING)).isEqualTo(PayloadKind.PING);
        assertThat(kind(OCC + "06")).isEqualTo(PayloadKind.EXIT);
        assertThat(kind(OCC + "00")).isEqualTo(PayloadKind.OCC);
        assertThat(kind(OCC + "0156")).isEqualTo(PayloadKind.OCC);
        assertThat(kind(OCC)).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind(PING + "00")).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind(PING.substring(2))).isEqualTo(PayloadKind.MALFORMED);
        assertThat(PayloadKind.of(ByteBuffer.allocate(0))).isEqualTo(PayloadKind.MALFORMED);
    }

    @Test
    void uncompressedFramingIsRecognisedWhateverItCarries() {
        for (String packet : new String[] {PING, OCC + "06", IPV4, ipv6("00", 40)}) {
            String swapped = packet.substring(2) + packet.substring(0, 2);

            assertThat(kind("fa" + packet)).isEqualTo(PayloadKind.FRAMED);
            assertThat(kind("fb" + swapped)).isEqualTo(PayloadKind.FRAMED);
            assertThat(kind("5000" + packet)).isEqualTo(PayloadKind.FRAMED);
        }
        assertThat(kind("fa")).isEqualTo(PayloadKind.FRAMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"66", "67", "68", "69", "5001", "5002", "500b"})
    void compressedPayloadsAreRecognised(String start) {
        assertThat(kind(start + REST)).isEqualTo(PayloadKind.FRAMED);
        assertThat(kind(start)).isEqualTo(PayloadKind.FRAMED);
    }

    /// An IPv6 packet whose traffic class is, say, that of AF42 begins like a compressed one.
    @ParameterizedTest
    @ValueSource(strings = {"60", "65", "66", "67", "68", "69", "6f"})
    void ipv6WithATrafficClassIsNoFraming(String start) {
        assertThat(kind(start + ipv6("00", 60).substring(2))).isEqualTo(PayloadKind.IP_PACKET);
    }

    @ParameterizedTest
    @CsvSource({"66,FRAMED", "69,FRAMED", "60,IP_PACKET"})
    void ipv6ThatDoesNotFillItsPayloadIsOnlyTakenWhereNothingElseBeginsSo(
            String start, PayloadKind expected) {
        assertThat(kind(start + ipv6("00", 60).substring(2) + "00")).isEqualTo(expected);
    }

    @Test
    void ipPacketsTellTheirLength() {
        assertThat(PayloadKind.ipLength(buffer(IPV4))).isEqualTo(28);
        assertThat(PayloadKind.ipLength(buffer(IPV4 + "0000"))).isEqualTo(28);
        assertThat(PayloadKind.ipLength(buffer(ipv6("00", 60)))).isEqualTo(60);
        assertThat(PayloadKind.ipLength(buffer(ipv6("00", 40)))).isEqualTo(40);
        assertThat(PayloadKind.ipLength(buffer("45000014" + "00".repeat(16)))).isEqualTo(20);
        assertThat(PayloadKind.ipLength(buffer("4500012d" + "00".repeat(297)))).isEqualTo(301);
        assertThat(PayloadKind.ipLength(buffer("4500012d" + "00".repeat(296)))).isZero();
        assertThat(kind(IPV4)).isEqualTo(PayloadKind.IP_PACKET);
        ByteBuffer shifted = buffer("ffff" + IPV4).position(2);
        assertThat(PayloadKind.of(shifted)).isEqualTo(PayloadKind.IP_PACKET);
        assertThat(PayloadKind.ipLength(shifted)).isEqualTo(28);
    }

    @Test
    void brokenIpPacketsAreMalformed() {
        assertThat(kind(IPV4.substring(0, 54))).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind(IPV4.substring(0, 38))).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind("45000013" + "00".repeat(24))).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind(ipv6("00", 60).substring(0, 118))).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind(ipv6("00", 60).substring(0, 78))).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind("00" + REST)).isEqualTo(PayloadKind.MALFORMED);
        assertThat(kind("70" + REST)).isEqualTo(PayloadKind.MALFORMED);
    }

    @Test
    void noBytesMakeItThrow() {
        Mutations mutations = new Mutations("PayloadKindTest");
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer payload = mutations.noiseOrMutantOf(buffer(ipv6("90", 60)).array());

            PayloadKind kind = PayloadKind.of(payload);

            assertThat(PayloadKind.ipLength(payload)).isBetween(0, payload.remaining());
            assertThat(kind == PayloadKind.IP_PACKET && PayloadKind.ipLength(payload) == 0)
                    .isFalse();
        }
    }

    private static PayloadKind kind(String hex) {
        return PayloadKind.of(buffer(hex));
    }

    private static String ipv6(String trafficClass, int length) {
        int first = 0x60 | (Integer.parseInt(trafficClass, 16) >>> 4);
        return "%02x000000%04x".formatted(first, length - 40) + "00".repeat(length - 6);
    }
}
