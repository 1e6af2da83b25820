package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.wire.Vectors.counting;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.HmacDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Every format of the data channel, keys of both ends, and short hands for sealing and opening.
final class Formats {
    static final int PEER_ID = 5;
    static final DataKeyMaterial MATERIAL = DataKeyMaterial.ofExporter(counting(0, 256));
    static final DataFormat GCM = new DataFormat.Aead(DataCipher.AES_256_GCM);
    static final DataFormat EPOCH = new DataFormat.Epoch(DataCipher.AES_256_GCM);
    static final DataFormat CBC = new DataFormat.Cbc(CbcCipher.AES_256_CBC, HmacDigest.SHA1);

    private static final RandomGenerator RANDOM = new Random(1);

    private Formats() {}

    static List<DataFormat> all() {
        List<DataFormat> all = new ArrayList<>();
        for (DataCipher cipher : DataCipher.values()) {
            all.add(new DataFormat.Aead(cipher));
            all.add(new DataFormat.Epoch(cipher));
        }
        for (CbcCipher cipher : CbcCipher.values()) {
            for (HmacDigest digest : HmacDigest.values()) {
                all.add(new DataFormat.Cbc(cipher, digest));
            }
        }
        return all;
    }

    static DataKey client(DataFormat format) {
        return client(format, 0);
    }

    static DataKey client(DataFormat format, int keyId) {
        return DataKey.create(format, true, keyId, MATERIAL, RANDOM);
    }

    static DataKey server(DataFormat format) {
        return server(format, 0);
    }

    static DataKey server(DataFormat format, int keyId) {
        return DataKey.create(format, false, keyId, MATERIAL, RANDOM);
    }

    static ByteBuffer seal(DataKey key, int peerId, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.remaining() + DataKey.SEAL_ROOM);
        assertThat(key.seal(peerId, payload, out)).isTrue();
        return out.flip();
    }

    static ByteBuffer ping(DataKey key) {
        return seal(key, PEER_ID, InBandMessage.ping());
    }

    static Opening open(DataKey key, ByteBuffer packet) {
        return open(key, 0, packet);
    }

    static Opening open(DataKey key, long nowNanos, ByteBuffer packet) {
        return key.open(nowNanos, packet, ByteBuffer.allocate(packet.remaining()));
    }

    static ByteBuffer opened(DataKey key, ByteBuffer packet) {
        ByteBuffer out = ByteBuffer.allocate(packet.remaining());
        assertThat(key.open(0, packet, out)).isEqualTo(Opening.OPENED);
        return out.flip();
    }
}
