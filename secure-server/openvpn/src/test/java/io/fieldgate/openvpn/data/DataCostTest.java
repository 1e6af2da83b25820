package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.PEER_ID;
import static io.fieldgate.openvpn.data.Formats.client;
import static io.fieldgate.openvpn.data.Formats.ping;
import static io.fieldgate.openvpn.data.Formats.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What packets cost in memory, most of which the JDK's ciphers allocate.
class DataCostTest {
    private static final int PACKETS = 2000;
    private static final int LARGEST = 1400;
    private static final int LIMIT = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuffer packet = ByteBuffer.allocate(LARGEST + DataKey.SEAL_ROOM);
    private final ByteBuffer out = ByteBuffer.allocate(LARGEST + DataKey.SEAL_ROOM);

    static List<DataFormat> formats() {
        return Formats.all();
    }

    @ParameterizedTest
    @EnumSource(names = "CHACHA20_POLY1305", mode = EnumSource.Mode.EXCLUDE)
    void largeGcmPacketsCostNoMoreThanSmallOnes(DataCipher cipher) {
        for (DataFormat format :
                List.of(new DataFormat.Aead(cipher), new DataFormat.Epoch(cipher))) {
            assertThat(bytesPerRoundTrip(format, LARGEST) - bytesPerRoundTrip(format, 100))
                    .as("%s", format)
                    .isLessThan(LARGEST / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noPacketCostsMoreThanItsShare(DataFormat format) {
        assertThat(bytesPerRoundTrip(format, LARGEST)).as("%s", format).isLessThan(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aForgeryCostsNoMoreThanItsShare(DataFormat format) {
        DataKey server = server(format);
        ByteBuffer forged = ping(client(format));
        forged.put(30, (byte) ~forged.get(30));

        assertThat(bytesPerCall(() -> server.open(0, forged, out.clear())))
                .as("%s", format)
                .isLessThan(LIMIT);
    }

    @Test
    void forgedEpochsMakeEachFutureKeyOnce() {
        DataKey server = server(Formats.EPOCH);
        ByteBuffer forged = ping(client(Formats.EPOCH));

        assertThat(
                        bytesPerCall(() -> {
                            for (int epoch = 2; epoch <= 17; epoch++) {
                                forged.putShort(4, (short) epoch);
                                server.open(0, forged, out.clear());
                            }
                        }))
                .isLessThan(16 * LIMIT);
    }

    private long bytesPerRoundTrip(DataFormat format, int length) {
        DataKey client = client(format);
        DataKey server = server(format);
        ByteBuffer payload = ByteBuffer.allocate(length);
        return bytesPerCall(() -> {
            client.seal(PEER_ID, payload.clear(), packet.clear());
            server.open(0, packet.flip(), out.clear());
        });
    }

    private long bytesPerCall(Runnable call) {
        for (int i = 0; i < PACKETS; i++) {
            call.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PACKETS; i++) {
            call.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / PACKETS;
    }
}
