package io.fieldgate.openvpn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that CI does not have, from recordings of their sessions.
class RecordingTest {
    private static final Path RECORDINGS = Path.of("src/test/resources/recordings");
    private static final String EXPORTER = RecordingEngine.LABELS.getFirst();
    private static final String OLD = "2.5.11-udp-tls-crypt-v2.txt";

    static List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyGenerationOfClientsIsThereOnBothTransports() throws IOException {
        for (String client : List.of("2.4.", "2.5.", "2.6.", "2.7.", "3.")) {
            for (String transport : List.of("-udp-", "-tcp-")) {
                assertThat(all())
                        .anyMatch(name -> name.startsWith(client) && name.contains(transport));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theRecordedClientIsServedAsWhenItWasThere(String name) throws IOException {
        Recording recording = read(name);

        List<String> seen = Replay.of(recording);

        assertThat(seen).isEqualTo(recording.expected);
        assertThat(seen).noneMatch(line -> line.startsWith("dropped"));
        for (String event :
                List.of("asked ", "established 0", "rekeyed 1", "delivered", "closed")) {
            assertThat(seen).anyMatch(line -> line.startsWith(event));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void dataOpensWithTheKeysThatTheClientUsedAndNoOthers(String name) throws IOException {
        boolean exporter = !name.startsWith("2.4.") && !name.startsWith("2.5.");
        Recording otherExport = read(name);
        otherExport.tapes.forEach(
                tape -> tape.exports.computeIfPresent(EXPORTER, (_, hex) -> flipped(hex, 0)));
        Recording otherPremaster = read(name);
        otherPremaster.tapes.forEach(RecordingTest::alterPremaster);

        assertThat(Replay.of(otherExport).equals(otherExport.expected)).isEqualTo(!exporter);
        assertThat(Replay.of(otherPremaster).equals(otherPremaster.expected)).isEqualTo(exporter);
    }

    /// So that a recording need not be made again whenever something more is pushed.
    @ParameterizedTest
    @MethodSource("all")
    void aRecordingStaysGoodWhenTheServerSaysMore(String name) throws IOException {
        Recording recording = read(name);
        recording.policy = Policy.parse(recording.policy + " routes=60 ping=2");

        assertThat(Replay.of(recording)).isEqualTo(recording.expected);
    }

    @Test
    void anAlteredBitInAnyPacketIsNoticed() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Recording recording = read(OLD);
        for (int i = 0; i < recording.inputs.size(); i++) {
            if (recording.inputs.get(i) instanceof Recording.Input.Packet packet) {
                Recording altered = read(OLD);
                int at = random.nextInt(packet.packet().length() / 2);
                altered.inputs.set(i, packet.with(flipped(packet.packet(), at)));

                assertThat(Replay.of(altered))
                        .as("seed %d, input %d, byte %d", seed, i, at)
                        .isNotEqualTo(recording.expected);
            }
        }
    }

    @Test
    void aMissingPacketIsNoticed() throws IOException {
        Recording recording = read(OLD);
        List<Integer> handshake = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            if (recording.inputs.get(i) instanceof Recording.Input.Packet) {
                handshake.add(i);
            }
        }
        for (int i : handshake) {
            Recording altered = read(OLD);
            altered.inputs.remove(i);

            assertThat(Replay.of(altered)).as("input %d", i).isNotEqualTo(recording.expected);
        }
    }

    /// The bytes that protect what the client sends: of the server key cipher and HMAC key, of a
    /// shared key those of the client's half.
    @ParameterizedTest
    @CsvSource({
        OLD + ",tls-crypt-v2,0",
        OLD + ",tls-crypt-v2,95",
        "2.4.12-udp-tls-crypt.txt,tls-crypt,128",
        "2.4.12-udp-tls-crypt.txt,tls-crypt,223",
        "2.4.12-udp-tls-auth.txt,tls-auth,223"
    })
    void anAlteredKeyByteIsNoticed(String name, String key, int at) throws IOException {
        Recording recording = read(name);
        recording.keys.computeIfPresent(key, (_, hex) -> flipped(hex, at));

        assertThat(Replay.of(recording)).isNotEqualTo(recording.expected);
    }

    private static Recording read(String name) throws IOException {
        return RecordingText.read(Files.readString(RECORDINGS.resolve(name)));
    }

    /// Key method 2 is the first thing that a client says: four bytes of zeros, the 2, then the
    /// premaster.
    private static void alterPremaster(TlsTape tape) {
        for (int i = 0; i < tape.steps.size(); i++) {
            if (tape.steps.get(i) instanceof TlsTape.Step.Took took
                    && took.plaintext().startsWith("0000000002")) {
                tape.steps.set(
                        i,
                        new TlsTape.Step.Took(
                                took.length(),
                                took.checksum(),
                                flipped(took.plaintext(), 5),
                                took.finished()));
            }
        }
    }

    /// Hex with one bit of one byte changed.
    private static String flipped(String hex, int at) {
        int digit = Character.digit(hex.charAt(2 * at), 16) ^ 1;
        return hex.substring(0, 2 * at) + Integer.toHexString(digit) + hex.substring(2 * at + 1);
    }
}
