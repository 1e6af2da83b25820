package io.fieldgate.openvpn.interop;

import java.util.Random;
import java.util.random.RandomGenerator;

/// Answers the same question always the same, in whatever order it is asked: a recording stays good
/// when the server asks once more, or earlier. Predictable, so for tests only.
record ConstantRandom(long seed) implements RandomGenerator {
    @Override
    public long nextLong() {
        return new Random(seed).nextLong() | 1;
    }

    @Override
    public int nextInt() {
        return (int) nextLong();
    }

    @Override
    public long nextLong(long bound) {
        return Math.floorMod(nextLong(), bound);
    }

    @Override
    public int nextInt(int bound) {
        return Math.floorMod(nextInt(), bound);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        new Random(seed + bytes.length).nextBytes(bytes);
    }
}
