package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Checksums are as right after a translation as before; counted anew each time.
class TranslationTest {
    private static final int PACKETS = 20_000;

    private final IdenticalLab lab = new IdenticalLab();

    @Test
    void everyChecksumIsRightAfterTranslation() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < PACKETS; i++) {
            boolean ipv6 = random.nextBoolean();
            int site = 1 + random.nextInt(3);
            int host = 1 + random.nextInt(254);
            String client = ipv6 ? "fd00:5:6:7::6440:2" : "100.64.0.2";
            String device =
                    ipv6
                            ? "fd77:0:0:" + site + "::" + Integer.toHexString(host)
                            : "198.18." + site + "." + host;
            byte[] data = new byte[random.nextInt(90)];
            random.nextBytes(data);
            int port = 1 + random.nextInt(65_000);
            ByteBuffer packet =
                    switch (random.nextInt(4)) {
                        case 0 -> Segments.tcp(client, port, device, 502, Segments.SYN, data);
                        case 1 -> Segments.udp(client, port, device, 161, data);
                        case 2 -> Segments.echo(client, device, ipv6 ? 128 : 8, port);
                        default -> Segments.packet(client, device, 47, data);
                    };
            List<Sent> sent = lab.route(lab.anna, packet);
            assertThat(sent).as("seed %d, packet %d", seed, i).hasSize(1);
            assertThat(Segments.areChecksumsRight(sent.getFirst().packet()))
                    .as("seed %d, packet %d", seed, i)
                    .isTrue();
            lab.sent.clear();
        }
    }

    @Test
    void aWrongChecksumStaysWrong() {
        ByteBuffer packet = Segments.udp("100.64.0.2", 1, "198.18.1.10", 2);
        packet.putShort(26, (short) (packet.getShort(26) ^ 0x0101));
        Sent sent = lab.route(lab.anna, packet).getFirst();
        assertThat(Segments.areChecksumsRight(sent.packet())).isFalse();
    }

    @Test
    void noUdpChecksumStaysNone() {
        ByteBuffer packet = Segments.udp("100.64.0.2", 1, "198.18.1.10", 2);
        packet.putShort(26, (short) 0);
        Sent sent = lab.route(lab.anna, packet).getFirst();
        assertThat(sent.packet().getShort(26)).isZero();
    }

    @Test
    void aUdpChecksumThatComesToZeroIsWrittenAsAllOnes() {
        for (int word = 0; word < 65_536; word++) {
            byte[] data = {(byte) (word >>> 8), (byte) word};
            ByteBuffer packet = Segments.udp("100.64.0.2", 1, "198.18.1.10", 2, data);
            Headers headers = new Headers();
            assertThat(headers.parse(packet)).isTrue();
            Translation.readdress(
                    packet, headers, 0, 0x64400002L, 0, Packets.address(PLC) & 0xffffffffL);
            if (packet.getShort(26) == 0 || !Segments.areChecksumsRight(packet)) {
                throw new AssertionError("word " + word);
            }
        }
    }

    private static final String PLC = "192.168.1.10";
}
