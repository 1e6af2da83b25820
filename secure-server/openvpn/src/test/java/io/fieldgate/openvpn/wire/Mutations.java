package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/// Hostile bytes for parsers: pure noise, and valid packets that were damaged, cut or lengthened.
/// The seed is printed, so that a failure can be repeated with `-Dfieldgate.test.seed=N`.
public final class Mutations {
    public static final int ROUNDS = 10_000;

    private static final int MAX_NOISE = 2100;

    private final Random random;

    public Mutations(String name) {
        long seed = Long.getLong("fieldgate.test.seed", System.nanoTime());
        System.out.println(name + ": -Dfieldgate.test.seed=" + seed);
        random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    public ByteBuffer noise() {
        byte[] bytes = new byte[random.nextInt(MAX_NOISE)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /// Noise or a mutant, each in half of the calls.
    public ByteBuffer noiseOrMutantOf(byte[] valid) {
        return random.nextBoolean() ? noise() : mutantOf(valid);
    }

    public ByteBuffer mutantOf(byte[] valid) {
        int length = random.nextInt(valid.length + 40);
        byte[] bytes = Arrays.copyOf(valid, random.nextBoolean() ? valid.length : length);
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        // A buffer seldom begins at zero in real life either.
        int offset = random.nextInt(8);
        ByteBuffer shifted = ByteBuffer.allocate(bytes.length + offset + random.nextInt(8));
        shifted.put(offset, bytes);
        return shifted.position(offset).limit(offset + bytes.length);
    }
}
