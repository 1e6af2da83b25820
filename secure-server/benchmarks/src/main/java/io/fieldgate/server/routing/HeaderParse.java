package io.fieldgate.server.routing;

import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.server.benchmarks.InNanoseconds;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Reading the headers of a packet: OpenVPN's, and those of the IP packet in the tunnel. Here
/// because the latter are the router's own.
public class HeaderParse extends InNanoseconds {
    private static final int DATA_V2 = 9 << 27;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final ByteBuffer outer = ByteBuffer.allocateDirect(64);
    private final ByteBuffer ipv4 = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer ipv6 = ByteBuffer.allocateDirect(2048);
    private final Headers headers = new Headers();

    /// Makes the packets.
    @Setup
    public void prepare() {
        outer.putInt(0, DATA_V2 | 7);
        ipv4.put(0, (byte) 0x45).putShort(2, (short) 100).put(8, (byte) 64).put(9, (byte) TCP);
        ipv4.putInt(12, 0x0a000001).putInt(16, 0x0a000002).put(32, (byte) 0x50);
        ipv6.put(0, (byte) 0x60).putShort(4, (short) 60).put(6, (byte) UDP).put(7, (byte) 64);
        ipv6.putShort(44, (short) 60);
        if (openvpn() != 7 || !tcpOverIpv4() || !udpOverIpv6()) {
            throw new IllegalStateException("a header cannot be read");
        }
    }

    /// Whose packet it is.
    @Benchmark
    public int openvpn() {
        outer.clear();
        return DataHeader.isData(outer) ? DataHeader.peerId(outer) : DataHeader.NO_PEER_ID;
    }

    /// Lengths, addresses and ports.
    @Benchmark
    public boolean tcpOverIpv4() {
        return IpPacket.trim(ipv4.clear()) && headers.parse(ipv4);
    }

    /// Lengths, addresses and ports.
    @Benchmark
    public boolean udpOverIpv6() {
        return IpPacket.trim(ipv6.clear()) && headers.parse(ipv6);
    }
}
