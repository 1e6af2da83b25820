package io.fieldgate.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final KnownAddress A = address(1);
    private static final KnownAddress B = address(2);

    private final SendQueue queue = new SendQueue(Arena.ofAuto(), true);

    @Test
    void datagramsOfTheSameLengthToTheSameAddressAreOneRun() {
        add(A, 100, 100, 100);

        assertThat(runs()).containsExactly("1: 100 100 100");
    }

    @Test
    void aShorterOneEndsItsRun() {
        add(A, 100, 100, 40, 100);

        assertThat(runs()).containsExactly("1: 100 100 40", "1: 100");
    }

    @Test
    void aLongerOneBeginsANewRun() {
        add(A, 100, 101, 101);

        assertThat(runs()).containsExactly("1: 100", "1: 101 101");
    }

    @Test
    void runsToSeveralAddressesGrowBesideEachOther() {
        for (int i = 0; i < 3; i++) {
            add(A, 100);
            add(B, 200);
        }

        assertThat(runs()).containsExactly("1: 100 100 100", "2: 200 200 200");
    }

    @Test
    void aRunHasNoMoreDatagramsThanTheKernelTakes() {
        for (int i = 0; i < 65; i++) {
            add(A, 10);
        }

        assertThat(queue.run(0).count()).isEqualTo(64);
        assertThat(queue.run(1).count()).isEqualTo(1);
    }

    @Test
    void aRunFitsIntoOneIpPacket() {
        for (int i = 0; i < 60; i++) {
            add(A, 1440);
        }

        assertThat(queue.run(0).count() * 1440).isLessThan(65_508);
        assertThat(queue.runs()).isEqualTo(2);
    }

    @Test
    void withoutGatheringEachIsARunOfItsOwn() {
        queue.stopGathering();
        add(A, 100, 100);

        assertThat(runs()).containsExactly("1: 100", "1: 100");
    }

    @Test
    void roomEndsWithTheNumberAndWithTheMemory() {
        for (int i = 0; i < SendQueue.MOST; i++) {
            assertThat(queue.hasRoom(1)).isTrue();
            add(A, 1);
        }
        assertThat(queue.hasRoom(1)).isFalse();
        queue.clear();
        for (int i = 0; i < 8; i++) {
            assertThat(queue.hasRoom(60_000)).isTrue();
            add(A, 60_000);
        }
        assertThat(queue.hasRoom(60_000)).isFalse();
    }

    /// Whatever is added, each address gets all of its datagrams, in their order, in runs that the
    /// kernel cuts where they were joined.
    @Test
    void orderAndContentStay() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Map<Integer, List<String>> expected = new HashMap<>();
            while (queue.hasRoom(1500) && random.nextInt(300) != 0) {
                int host = random.nextInt(random.nextBoolean() ? 2 : 200);
                int length = random.nextInt(10) == 0 ? 1 + random.nextInt(1500) : 1400;
                byte[] content = new byte[length];
                random.nextBytes(content);
                queue.add(ByteBuffer.wrap(content), address(host));
                expected.computeIfAbsent(host, _ -> new ArrayList<>())
                        .add(ByteBuffer.wrap(content).toString() + Arrays.hashCode(content));
            }
            Map<Integer, List<String>> actual = new HashMap<>();
            for (int i = 0; i < queue.runs(); i++) {
                SendQueue.Run run = queue.run(i);
                int datagram = run.first();
                for (int left = run.count(); left > 0; left--) {
                    int length = queue.length(datagram);
                    assertThat(length == run.segment() || (left == 1 && length < run.segment()))
                            .isTrue();
                    byte[] content = queue.copy(datagram);
                    actual.computeIfAbsent(run.to().getPort(), _ -> new ArrayList<>())
                            .add(ByteBuffer.wrap(content).toString() + Arrays.hashCode(content));
                    datagram = queue.after(datagram);
                }
            }
            assertThat(actual).isEqualTo(expected);
            queue.clear();
        }
    }

    private void add(KnownAddress to, int... lengths) {
        for (int length : lengths) {
            queue.add(ByteBuffer.allocate(length), to);
        }
    }

    private List<String> runs() {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < queue.runs(); i++) {
            SendQueue.Run run = queue.run(i);
            StringBuilder text = new StringBuilder(run.to().getPort() + ":");
            int datagram = run.first();
            for (int left = run.count(); left > 0; left--) {
                text.append(' ').append(queue.length(datagram));
                datagram = queue.after(datagram);
            }
            runs.add(text.toString());
        }
        return runs;
    }

    private static KnownAddress address(int port) {
        return KnownAddress.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port));
    }
}
