package io.fieldgate.openvpn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/// One direction of a bad network: packets arrive late, never, damaged, twice, again after a long
/// time, or cut off. The shares are those of OpenVPN 3's own protocol test, and more.
final class NoisyWire implements UnaryOperator<List<ByteBuffer>> {
    private static final int REMEMBERED = 512;

    private final Random random;
    private final List<ByteBuffer> late = new ArrayList<>();
    private final List<ByteBuffer> old = new ArrayList<>();
    int replays;
    int damages;
    int losses;

    NoisyWire(Random random) {
        this.random = random;
    }

    @Override
    public List<ByteBuffer> apply(List<ByteBuffer> packets) {
        List<ByteBuffer> arriving = new ArrayList<>(late);
        late.clear();
        for (ByteBuffer packet : packets) {
            remember(packet);
            if (oneOf(16)) {
                losses++;
            } else if (oneOf(32)) {
                arriving.add(damaged(packet));
            } else if (oneOf(32)) {
                arriving.add(cut(packet));
            } else if (oneOf(8)) {
                late.add(packet);
            } else {
                arriving.add(packet);
            }
            if (oneOf(16)) {
                arriving.add(packet);
                replays++;
            }
            if (oneOf(16)) {
                arriving.add(old.get(random.nextInt(old.size())));
                replays++;
            }
        }
        return arriving;
    }

    private boolean oneOf(int count) {
        return random.nextInt(count) == 0;
    }

    private void remember(ByteBuffer packet) {
        if (old.size() < REMEMBERED) {
            old.add(packet);
        } else {
            old.set(random.nextInt(REMEMBERED), packet);
        }
    }

    private ByteBuffer damaged(ByteBuffer packet) {
        damages++;
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
        int at = random.nextInt(copy.limit());
        return copy.put(at, (byte) (copy.get(at) ^ 1 << random.nextInt(8)));
    }

    private ByteBuffer cut(ByteBuffer packet) {
        damages++;
        return packet.slice(packet.position(), random.nextInt(packet.remaining()));
    }
}
