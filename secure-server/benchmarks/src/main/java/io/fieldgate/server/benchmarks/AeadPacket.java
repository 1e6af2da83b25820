package io.fieldgate.server.benchmarks;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadFields;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// AES-256-GCM of a packet outside the heap, by the JDK and by libcrypto: what the port costs,
/// without packet ids. The same packet again and again.
public class AeadPacket extends InNanoseconds {
    private static final int TAG_AT = 8;
    private static final int TEXT_AT = TAG_AT + Aead.TAG_LENGTH;

    /// Who does it.
    @Param({"JDK", "LIBCRYPTO"})
    public BenchHome home = BenchHome.JDK;

    /// Bytes of the text.
    @Param({"128", "1400"})
    public int length;

    private final AeadFields fields = new AeadFields();
    private final ByteBuffer text = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer packet = ByteBuffer.allocateDirect(4096);
    private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
    private Aead sealing = BenchHome.JDK.home().sealing(AeadAlgorithm.AES_256_GCM, new byte[32]);
    private Aead opening = BenchHome.JDK.home().opening(AeadAlgorithm.AES_256_GCM, new byte[32]);

    /// Makes the keys and a sealed packet.
    @Setup
    public void prepare() {
        byte[] key = new byte[AeadAlgorithm.AES_256_GCM.keyLength()];
        sealing = home.home().sealing(AeadAlgorithm.AES_256_GCM, key);
        opening = home.home().opening(AeadAlgorithm.AES_256_GCM, key);
        fields.associated(0, TAG_AT);
        fields.tag(TAG_AT);
        fields.text(TEXT_AT, length);
        if (seal() != TEXT_AT + length || !open()) {
            throw new IllegalStateException("a packet cannot be sealed and opened");
        }
    }

    /// Encrypts and makes the tag.
    @Benchmark
    public int seal() {
        // The JDK takes no nonce twice.
        fields.nonce()[0]++;
        text.clear().limit(length);
        packet.clear().position(TEXT_AT);
        sealing.seal(fields, text, packet);
        return packet.position();
    }

    /// Verifies the tag and decrypts.
    @Benchmark
    public boolean open() {
        return opening.open(fields, packet.clear(), out.clear());
    }
}
