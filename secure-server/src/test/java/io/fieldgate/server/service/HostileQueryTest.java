package io.fieldgate.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.policy.DropReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What a peer may send to the name service to do harm.
class HostileQueryTest {
    private static final String HEADER = "123401000001000000000000";

    private final ServiceLab lab = new ServiceLab();

    @BeforeEach
    void names() {
        lab.names("acme.internal");
        lab.directory.nodes.put("n", List.of(ServiceLab.host("100.64.0.2")));
    }

    @Test
    void damagedQueriesAreCountedAndNotAnswered() {
        List<byte[]> hostile =
                List.of(
                        new byte[0],
                        new byte[11],
                        hex(HEADER),
                        hex(HEADER + "c00c00010001"), // a name that points at itself
                        hex(HEADER + "c01000010001c00c"), // points forward
                        hex(HEADER + "016ec00c00010001"), // runs around
                        hex(HEADER + "3f616200010001"), // a label beyond the end
                        hex(HEADER + "ff00010001"),
                        hex(HEADER + "41" + "61".repeat(65) + "0000010001"), // a label of 65
                        hex(HEADER + ("3f" + "61".repeat(63)).repeat(5) + "0000010001"), // 320
                        hex("1234010000020000000000000001610000010001"),
                        hex("12340100ffffffffffffffff016e0000010001"),
                        hex("123401000001ffff00000000016e0000010001"),
                        hex("1234010000000000000000000000010001"),
                        hex("1234030000010000000000" + "00016e0000010001")); // truncated
        for (byte[] query : hostile) {
            assertThat(lab.offer(query)).isTrue();
        }
        assertThat(lab.peer.received).isEmpty();
        assertThat(lab.drops.of(DropReason.NAME_QUERY_MALFORMED)).isEqualTo(hostile.size());
    }

    @Test
    void anAnswerIsNeverAnswered() {
        Message answer = ServiceLab.query("n.acme.internal", Type.A);
        answer.getHeader().setFlag(Flags.QR);
        lab.offer(answer.toWire());
        assertThat(lab.peer.received).isEmpty();
    }

    @Test
    void twoSetsOfOptionsAreTooMany() {
        Message query = ServiceLab.query("n.acme.internal", Type.A);
        ServiceLab.withEdns(ServiceLab.withEdns(query, 1232, 0), 1232, 0);
        lab.offer(query.toWire());
        assertThat(lab.peer.received).isEmpty();
    }

    @Test
    void aDatagramWithAnImpossibleLengthOrChecksumIsNotTaken() {
        byte[] query = ServiceLab.query("n.acme.internal", Type.A).toWire();
        ByteBuffer good = UdpMessage.packet(ServiceLab.CLIENT, 9, ServiceLab.GATEWAY, 53, query);
        assertThat(offer(good)).isTrue();
        for (int i = 0; i < good.limit(); i++) {
            ByteBuffer damaged = ByteBuffer.allocate(good.limit()).put(good.duplicate()).flip();
            damaged.put(i, (byte) (damaged.get(i) ^ 0x10));
            if (i == 0 || i == 2 || i == 3) {
                continue; // version, header length, total length: refused before
            }
            assertThat(offer(damaged)).as("bit in byte %d", i).isFalse();
        }
        assertThat(lab.peer.received).hasSize(1);
    }

    @Test
    void noMixOfRandomBytesHarms() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = ServiceLab.query("plc.n.acme.internal", Type.A).toWire();
        for (int i = 0; i < 20_000; i++) {
            byte[] query = good.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                query[random.nextInt(query.length)] = (byte) random.nextInt();
            }
            ByteArrayOutputStream longer = new ByteArrayOutputStream();
            longer.writeBytes(query);
            byte[] tail = new byte[random.nextInt(20)];
            random.nextBytes(tail);
            longer.writeBytes(tail);
            byte[] whole = longer.toByteArray();
            lab.peer.received.clear();
            ByteBuffer packet =
                    UdpMessage.packet(ServiceLab.CLIENT, 9, ServiceLab.GATEWAY, 53, whole);
            // So long after the one before that the limit never strikes.
            assertThat(lab.services.offer(i * 1_000_000_000L, lab.peer, packet, FakePeer.OUT))
                    .as("seed %d, round %d", seed, i)
                    .isTrue();
            if (!lab.peer.received.isEmpty()) {
                Message answer = lab.answer();
                assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
                assertThat(lab.peer.last().message().remaining())
                        .as("seed %d, round %d", seed, i)
                        .isLessThanOrEqualTo(3 * (whole.length + 28));
                assertThat(answer.getSection(Section.ANSWER).size()).isLessThanOrEqualTo(4);
            }
        }
    }

    private boolean offer(ByteBuffer packet) {
        return lab.services.offer(1, lab.peer, packet, FakePeer.OUT);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
