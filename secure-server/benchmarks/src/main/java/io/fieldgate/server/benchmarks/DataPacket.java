package io.fieldgate.server.benchmarks;

import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A data packet (DATA_V2, AES-256-GCM) that one end seals and the other opens: header, packet id,
/// AEAD, replay window.
public class DataPacket extends InNanoseconds {
    private static final int PEER = 7;
    private static final long MICROSECOND = 1000;
    private static final DataFormat FORMAT = new DataFormat.Aead(DataCipher.AES_256_GCM);

    /// Who does the AEAD.
    @Param({"JDK", "LIBCRYPTO"})
    public BenchHome home = BenchHome.JDK;

    /// Bytes of the payload.
    @Param({"128", "1400"})
    public int length;

    private final ByteBuffer payload = ByteBuffer.allocateDirect(DataKey.MAX_PAYLOAD);
    private final ByteBuffer packet = ByteBuffer.allocateDirect(4096);
    private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
    private DataKey client = key(true);
    private DataKey server = key(false);
    private long now;

    /// Agrees on keys.
    @Setup
    public void prepare() {
        client = key(true);
        server = key(false);
        if (!sealAndOpen()) {
            throw new IllegalStateException("a packet cannot be sealed and opened");
        }
    }

    private DataKey key(boolean ofClient) {
        return DataKey.create(
                FORMAT,
                ofClient,
                0,
                DataKeyMaterial.ofExporter(new byte[DataKeyMaterial.LENGTH]),
                new SecureRandom(),
                ReplayWindow.STOCK,
                home.home());
    }

    /// Both ends' work for one packet.
    @Benchmark
    public boolean sealAndOpen() {
        now += MICROSECOND;
        payload.clear().limit(length);
        return client.seal(PEER, payload, packet.clear())
                && server.open(now, packet.flip(), out.clear()).isOpened();
    }
}
