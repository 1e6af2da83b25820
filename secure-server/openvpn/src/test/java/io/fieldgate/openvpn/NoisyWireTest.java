package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.wire.HmacDigest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both ends over a wire that does everything a wire can do, in virtual time.
///
/// `-Dfieldgate.noisy.iterations=N` sets how many packets each end sends over all cases;
/// `-Dfieldgate.test.seed=N` repeats a run.
class NoisyWireTest {
    private static final int CASES = 10;
    private static final int ITERATIONS =
            Integer.getInteger("fieldgate.noisy.iterations", 100_000) / CASES;

    /// Enough virtual time for 110 renegotiations, however few the packets are.
    private static final Duration LENGTH = Duration.ofMinutes(30);

    private static final long SEED = Long.getLong("fieldgate.test.seed", System.nanoTime());
    private static final DataFormat.Cbc CBC =
            new DataFormat.Cbc(CbcCipher.AES_256_CBC, HmacDigest.SHA256);

    private final BitSet atServer = new BitSet();
    private final BitSet atClient = new BitSet();
    private int rekeys;
    private int sessions;

    @ParameterizedTest
    @CsvSource({
        "AES_256_GCM, SERVER", "AES_256_GCM, CLIENT",
        "AES_128_GCM, SERVER", "AES_128_GCM, CLIENT",
        "CHACHA20_POLY1305, SERVER", "CHACHA20_POLY1305, CLIENT",
        "EPOCH, SERVER", "EPOCH, CLIENT",
        "CBC, SERVER", "CBC, CLIENT"
    })
    void nothingIsDeliveredChangedOrTwice(String format, String renegotiating) {
        System.out.println("NoisyWireTest: -Dfieldgate.test.seed=" + SEED);
        Random random = new Random(SEED);
        boolean byServer = renegotiating.equals("SERVER");
        NoisyWire up = new NoisyWire(random);
        NoisyWire down = new NoisyWire(random);
        ClientWorld world = world(format, byServer, up, down);
        Duration step = LENGTH.dividedBy(ITERATIONS);
        for (int i = 0; i < ITERATIONS; i++) {
            if (world.client.isClosed()) {
                // A client whose handshake was lost too often starts anew, as a real one does.
                collect(world);
                world = world(format, byServer, up, down);
            }
            if (world.isUp() && world.isServed()) {
                world.client.send(world.now, payload(i, random), world);
                world.session().send(world.now, payload(i, random), world.hosted());
            }
            world.advance(step);
            check(world);
        }
        collect(world);

        assertThat(rekeys).as("renegotiations, seed %d", SEED).isGreaterThanOrEqualTo(100);
        assertThat(sessions).as("sessions, seed %d", SEED).isLessThanOrEqualTo(8);
        int expected = ITERATIONS * 3 / 4;
        assertThat(atServer.cardinality()).as("arrived, seed %d", SEED).isGreaterThan(expected);
        assertThat(atClient.cardinality()).as("arrived, seed %d", SEED).isGreaterThan(expected);
        assertThat(up.replays + down.replays).isGreaterThan(ITERATIONS / 8);
        assertThat(up.damages + down.damages).isGreaterThan(ITERATIONS / 32);
        assertThat(up.losses + down.losses).isGreaterThan(ITERATIONS / 16);
    }

    private void collect(ClientWorld world) {
        sessions++;
        rekeys += world.server.events(Event.Rekeyed.class).size();
    }

    private static ClientWorld world(
            String format, boolean byServer, NoisyWire up, NoisyWire down) {
        ClientWorld world =
                new ClientWorld(
                        ClientWorld.Wrap.TLS_CRYPT_V2,
                        Transport.UDP,
                        config ->
                                client(format)
                                        .apply(config)
                                        .with(
                                                ClientConfig.Limits.DEFAULT.withRenegotiate(
                                                        byServer
                                                                ? Duration.ZERO
                                                                : Duration.ofSeconds(11))));
        world.toServer = up;
        world.toClient = down;
        world.admission =
                hosted ->
                        new Admission(
                                hosted.peerId,
                                VirtualWorld.address("100.64.0.2"),
                                18,
                                VirtualWorld.address("100.64.0.1"),
                                List.of(),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                byServer ? Duration.ofSeconds(12) : Duration.ofHours(1));
        return world.connected();
    }

    private static UnaryOperator<ClientConfig> client(String format) {
        return switch (format) {
            case "EPOCH" -> config -> config;
            case "CBC" -> config -> config.with(CBC).with(saying("IV_CIPHERS", "AES-256-CBC"));
            default ->
                    config ->
                            config.with(List.of(DataCipher.valueOf(format)))
                                    .with(saying("IV_PROTO", "990"));
        };
    }

    private static ClientConfig.Identity saying(String key, String value) {
        return new ClientConfig.Identity("2.6.0_test", "linux", Map.of(key, value));
    }

    /// An IP packet that says which one it is, and whose rest follows from that.
    private static ByteBuffer payload(int number, Random random) {
        int length = 28 + random.nextInt(1400);
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put(0, (byte) 0x45).putShort(2, (short) length).put(9, (byte) 17);
        packet.putInt(20, number);
        for (int i = 24; i < length; i++) {
            packet.put(i, (byte) (number * 31 + i));
        }
        return packet;
    }

    private void check(ClientWorld world) {
        world.server.delivered.forEach(packet -> check(packet, atServer));
        world.delivered.forEach(packet -> check(packet, atClient));
        world.server.delivered.clear();
        world.delivered.clear();
    }

    private static void check(ByteBuffer packet, BitSet seen) {
        int number = packet.getInt(20);
        for (int i = 24; i < packet.limit(); i++) {
            if (packet.get(i) != (byte) (number * 31 + i)) {
                throw new AssertionError("packet %d changed, seed %d".formatted(number, SEED));
            }
        }
        if ((packet.getShort(2) & 0xffff) != packet.limit() || seen.get(number)) {
            throw new AssertionError("packet %d twice or cut, seed %d".formatted(number, SEED));
        }
        seen.set(number);
    }
}
