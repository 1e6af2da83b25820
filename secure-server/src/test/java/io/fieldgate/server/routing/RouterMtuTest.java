package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Packets that do not fit the tunnel of the peer that they are for.
class RouterMtuTest {
    private static final int DONT_FRAGMENT = 0x40;
    private final RouterBench bench = new RouterBench();

    @BeforeEach
    void theNodesTunnelIsNarrow() {
        bench.node.mtu = 1400;
    }

    @Test
    void aPacketThatJustFitsIsForwarded() {
        bench.route(bench.client, ipv4(1400, DONT_FRAGMENT));
        bench.route(bench.client, ipv4(1400, 0));
        bench.route(bench.client, ipv6(1400));
        assertThat(bench.sent).extracting(Sent::to).containsExactly("node", "node", "node");
    }

    @Test
    void theSenderOfAnIpv4PacketIsToldWhatFits() {
        bench.route(bench.client, ipv4(1401, DONT_FRAGMENT));
        assertThat(bench.sent).extracting(Sent::to).containsExactly("client");
        ByteBuffer error = bench.sent.getFirst().packet();
        assertThat(error.limit()).isEqualTo(576);
        // From the gateway to the client; type 3, code 4; next-hop MTU 1400 = 0x578 in the last
        // two bytes of the ICMP header; then the packet itself, from its IP header on.
        assertThat(hex(error, 0, 2)).isEqualTo("4500");
        assertThat(hex(error, 2, 2)).isEqualTo("0240");
        assertThat(hex(error, 8, 2)).isEqualTo("4001");
        assertThat(hex(error, 12, 8)).isEqualTo("6440000164400002");
        assertThat(hex(error, 20, 2)).isEqualTo("0304");
        assertThat(hex(error, 24, 4)).isEqualTo("00000578");
        assertThat(hex(error, 28, 4)).isEqualTo("45000579");
        assertThat(hex(error, 40, 8)).isEqualTo("64400002c0a8010a");
        assertThat(IpPacket.checksum(error, 0, 20)).isZero();
        assertThat(IpPacket.checksum(error, 20, 556)).isZero();
        assertThat(bench.drops.of(DropReason.PACKET_TOO_BIG)).isEqualTo(1);
    }

    @Test
    void theSenderOfAnIpv6PacketIsToldWhatFits() {
        bench.route(bench.client, ipv6(1401));
        assertThat(bench.sent).extracting(Sent::to).containsExactly("client");
        ByteBuffer error = bench.sent.getFirst().packet();
        assertThat(error.limit()).isEqualTo(1280);
        // Payload length 1240, ICMPv6, hop limit 64; type 2, code 0; MTU 1400.
        assertThat(hex(error, 0, 8)).isEqualTo("6000000004d83a40");
        assertThat(hex(error, 8, 16)).isEqualTo("fd000005000600070000000064400001");
        assertThat(hex(error, 24, 16)).isEqualTo("fd000005000600070000000064400002");
        assertThat(hex(error, 40, 2)).isEqualTo("0200");
        assertThat(hex(error, 44, 4)).isEqualTo("00000578");
        assertThat(hex(error, 48, 6)).isEqualTo("600000000551");
        assertThat(Packets.icmpv6Checksum(error)).isZero();
        assertThat(bench.drops.of(DropReason.PACKET_TOO_BIG)).isEqualTo(1);
    }

    @Test
    void whatMightBeFragmentedIsDroppedAndCountedWithoutAnError() {
        bench.route(bench.client, ipv4(1401, 0));
        assertThat(bench.sent).isEmpty();
        assertThat(bench.drops.of(DropReason.NOT_FRAGMENTED)).isEqualTo(1);
    }

    @Test
    void theErrorsAreBoundedInNumber() {
        for (int i = 0; i < 1000; i++) {
            bench.route(bench.client, ipv4(1401, DONT_FRAGMENT));
            bench.route(bench.client, ipv6(1401));
        }
        assertThat(bench.sent).hasSizeBetween(1, 200);
        assertThat(bench.drops.of(DropReason.PACKET_TOO_BIG)).isEqualTo(2000);
    }

    private static ByteBuffer ipv4(int length, int flags) {
        ByteBuffer packet =
                Packets.ipv4("100.64.0.2", "192.168.1.10", 64, 17, new byte[length - 20]);
        packet.put(6, (byte) flags).putShort(10, (short) 0);
        return packet.putShort(10, IpPacket.checksum(packet, 0, 20));
    }

    private static ByteBuffer ipv6(int length) {
        return Packets.ipv6(RouterBench.CLIENT, "2001:db8:1::10", 17, new byte[length - 40]);
    }

    private static String hex(ByteBuffer packet, int from, int length) {
        byte[] bytes = new byte[length];
        packet.get(from, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
