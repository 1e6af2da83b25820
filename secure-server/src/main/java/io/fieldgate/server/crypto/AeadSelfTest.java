package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadFields;
import io.fieldgate.openvpn.aead.AeadHome;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.IntFunction;

/// Whether a home does the same as the JDK's, for each algorithm, for texts around its block sizes
/// and as long as they get, in memory on the heap and outside; and whether it refuses forgeries.
final class AeadSelfTest {
    private static final int[] LENGTHS = {1, 15, 16, 17, 63, 64, 65, 255, 256, 1400, 2048};
    private static final int[] BRIEF = {65};
    private static final int CLEAR = 8;
    private static final int TEXT_AT = CLEAR + Aead.TAG_LENGTH;

    private final AeadHome home;
    private final AeadFields fields = new AeadFields();

    private AeadSelfTest(AeadHome home) {
        this.home = home;
    }

    /// All of it; takes a tenth of a second and more while the JVM is cold.
    static boolean passes(AeadHome home) {
        return passes(home, LENGTHS);
    }

    /// One text for each algorithm and kind of memory, so that a start does not wait for the rest.
    static boolean passesBriefly(AeadHome home) {
        return passes(home, BRIEF);
    }

    private static boolean passes(AeadHome home, int[] lengths) {
        AeadSelfTest test = new AeadSelfTest(home);
        Random random = new Random(1);
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            if (!test.passes(algorithm, random, lengths, ByteBuffer::allocate)
                    || !test.passes(algorithm, random, lengths, ByteBuffer::allocateDirect)) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(
            AeadAlgorithm algorithm, Random random, int[] lengths, IntFunction<ByteBuffer> memory) {
        byte[] key = new byte[algorithm.keyLength()];
        random.nextBytes(key);
        Aead sealing = home.sealing(algorithm, key);
        Aead opening = home.opening(algorithm, key);
        Aead reference = AeadHome.JDK.sealing(algorithm, key);
        for (int length : lengths) {
            random.nextBytes(fields.nonce());
            byte[] text = new byte[length];
            random.nextBytes(text);
            ByteBuffer packet = sealed(sealing, text, memory);
            ByteBuffer expected = sealed(reference, text, ByteBuffer::allocate);
            if (!packet.equals(expected)
                    || !opens(opening, packet, text, memory)
                    || opensForgery(opening, packet, random, memory)) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer sealed(Aead aead, byte[] text, IntFunction<ByteBuffer> memory) {
        ByteBuffer packet = memory.apply(TEXT_AT + text.length + Aead.TAG_LENGTH);
        packet.putLong(0, text.length).position(TEXT_AT);
        fields.associated(0, CLEAR);
        fields.tag(CLEAR);
        aead.seal(fields, memory.apply(text.length).put(text).flip(), packet);
        return packet.flip();
    }

    private boolean opens(
            Aead aead, ByteBuffer packet, byte[] text, IntFunction<ByteBuffer> memory) {
        fields.text(TEXT_AT, text.length);
        ByteBuffer out = memory.apply(text.length + Aead.TAG_LENGTH);
        return aead.open(fields, packet, out) && out.flip().equals(ByteBuffer.wrap(text));
    }

    private boolean opensForgery(
            Aead aead, ByteBuffer packet, Random random, IntFunction<ByteBuffer> memory) {
        int at = random.nextInt(packet.limit());
        byte genuine = packet.get(at);
        packet.put(at, (byte) (genuine ^ 1 << random.nextInt(Byte.SIZE)));
        ByteBuffer out = memory.apply(packet.limit());
        boolean opened = aead.open(fields, packet, out) || out.position() != 0;
        packet.put(at, genuine);
        return opened;
    }
}
