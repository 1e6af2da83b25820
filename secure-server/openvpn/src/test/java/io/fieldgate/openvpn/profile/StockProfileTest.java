package io.fieldgate.openvpn.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The distribution's openvpn reads our profiles, keys included, unedited.
///
/// A user that does not exist stops it after it has read all and before it connects.
class StockProfileTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/openvpn");
    private static final String NO_USER = "fieldgate-no-such-user";
    private static final String STOPPED = "failed to find UID for user " + NO_USER;
    private static final int HOSTILE_PROFILES = 100;

    @TempDir private Path folder;

    @BeforeAll
    static void openvpnIsThere() {
        assertThat(PROGRAM).as("install openvpn: apt install openvpn").isExecutable();
    }

    @Test
    void everyFormOfProfileIsTaken() throws Exception {
        for (Profile profile : SampleProfiles.all()) {
            assertTaken(profile, "sample");
        }
    }

    @Test
    void hostileValuesStayValues() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int tried = 0;
        while (tried < HOSTILE_PROFILES) {
            Optional<Profile> profile = ProfileRoundTripTest.hostile(random, "seed " + seed);
            if (profile.isPresent()) {
                assertTaken(withoutNames(profile.get()), "seed " + seed);
                tried++;
            }
        }
    }

    @Test
    void linesAreSplitAsItSplitsThem() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String rest = "\n" + SampleProfiles.all().getFirst().toText();
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        int refused = 0;
        while (expected.size() < 500 || refused < 50) {
            String line = "echo msg" + expected.size() + " " + quotesAndSpaces(random);
            try {
                List<String> words = ConfigWords.split(line + "\n");
                expected.add("ECHO:" + String.join(" ", words.subList(1, words.size())) + "\n");
                lines.append(line).append('\n');
            } catch (Refusal refusal) {
                if (refused++ < 50) {
                    assertThat(run(line + rest)).as("seed %d", seed).doesNotContain(STOPPED);
                }
            }
        }

        assertThat(run(lines + rest)).as("seed %d", seed).contains(expected).contains(STOPPED);
    }

    private static String quotesAndSpaces(Random random) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            line.append("  \\\"'#;ab<>\u00fc".charAt(random.nextInt(12)));
        }
        return line.toString();
    }

    @Test
    void aLineOf254BytesIsTheLongestThatItTakes() throws Exception {
        String profile = SampleProfiles.all().getFirst().toText();

        assertThat(run("#" + "x".repeat(253) + "\n" + profile)).contains(STOPPED);
        assertThat(run("#" + "x".repeat(254) + "\n" + profile))
                .contains("Maximum option line length")
                .doesNotContain(STOPPED);
    }

    @Test
    void aDamagedKeyIsNoticed() throws Exception {
        String profile = SampleProfiles.all().getFirst().toText();

        assertThat(run(profile.replace("BEGIN PRIVATE KEY-----\n", "BEGIN PRIVATE KEY-----\nAAAA")))
                .doesNotContain(STOPPED);
    }

    private void assertTaken(Profile profile, String as) throws Exception {
        Files.writeString(folder.resolve("key"), SampleProfiles.resource("ec-pkcs8.pem"));
        String text = profile.toText();
        if (profile.key() instanceof KeyFile(String name)) {
            Files.copy(folder.resolve("key"), folder.resolve(name));
        }
        String expected =
                profile.options().secondFactor() instanceof SecondFactor.Code(var challenge)
                        ? "can't ask for 'CHALLENGE: " + challenge.text() + "'"
                        : STOPPED;
        assertThat(run(text))
                .as(as)
                .contains(expected)
                .doesNotContain("Options error", "Options warning", "Unrecognized", "DEPRECATED");
        if (profile.key() instanceof KeyFile(String name)) {
            Files.delete(folder.resolve(name));
        }
    }

    /// Names would be looked up.
    private static Profile withoutNames(Profile profile) {
        return new Profile(
                profile.kind(),
                SampleProfiles.REMOTES,
                profile.authorities(),
                profile.certificate(),
                profile.key(),
                profile.controlKey(),
                profile.serverName(),
                profile.subnets(),
                profile.options());
    }

    private String run(String text) throws IOException, InterruptedException {
        Path profile = folder.resolve("profile.ovpn");
        Path password = folder.resolve("password");
        Path log = folder.resolve("log");
        Files.writeString(profile, text);
        Files.writeString(password, "joe\nsecret\n");
        List<String> command = new ArrayList<>();
        // Without a terminal it cannot ask anybody.
        command.addAll(List.of("/usr/bin/setsid", "-w", PROGRAM.toString()));
        command.addAll(List.of("--config", profile.toString(), "--dev", "null"));
        command.addAll(List.of("--user", NO_USER));
        if (text.contains("\nauth-user-pass\n")) {
            command.addAll(List.of("--auth-user-pass", password.toString()));
        }
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running: " + Files.readString(log, UTF_8));
        }
        return Files.readString(log, UTF_8);
    }
}
