package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadFields;
import io.fieldgate.openvpn.aead.AeadHome;
import java.nio.ByteBuffer;

/// How long a home takes for a packet of usual size, once it is warm.
final class AeadMeasurement {
    private static final int PACKET = 1400;
    private static final int BATCH = 20;
    private static final long LIMIT_NANOS = 50_000_000;

    private AeadMeasurement() {}

    /// The best of some batches, in nanoseconds for sealing and opening one packet; takes 50
    /// milliseconds.
    static long nanosPerPacket(AeadHome home) {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_256_GCM;
        byte[] key = new byte[algorithm.keyLength()];
        Aead sealing = home.sealing(algorithm, key);
        Aead opening = home.opening(algorithm, key);
        AeadFields fields = new AeadFields();
        fields.associated(0, Long.BYTES);
        fields.tag(Long.BYTES);
        int textAt = Long.BYTES + Aead.TAG_LENGTH;
        fields.text(textAt, PACKET);
        ByteBuffer text = ByteBuffer.allocateDirect(PACKET + Aead.TAG_LENGTH);
        ByteBuffer packet = ByteBuffer.allocateDirect(textAt + PACKET + Aead.TAG_LENGTH);
        long best = Long.MAX_VALUE;
        long begun = System.nanoTime();
        for (int nonce = 0; System.nanoTime() - begun < LIMIT_NANOS; ) {
            long start = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                ByteBuffer.wrap(fields.nonce()).putInt(0, ++nonce);
                sealing.seal(fields, text.position(0).limit(PACKET), packet.position(textAt));
                if (!opening.open(fields, packet, text.clear())) {
                    return Long.MAX_VALUE;
                }
            }
            best = Math.min(best, (System.nanoTime() - start) / BATCH);
        }
        return best;
    }
}
