package io.fieldgate.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.launcher.standin.Eventually;
import io.fieldgate.launcher.standin.TestFolder;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.Signals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestFolder folder = new TestFolder();

    @AfterEach
    void clean() throws IOException {
        folder.close();
    }

    @Test
    void aPidFileNamesALivingProcess() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        PidFile file = new PidFile(folder.path().resolve("sleep.pid"));
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        file.write(identity);
        assertThat(file.living()).contains(identity);
        assertThat(file.end(Signals.TERM, LIMIT)).isTrue();
        assertThat(identity.isAlive()).isFalse();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void aProcessThatGotTheNumberLaterIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessIdentity now = ProcessIdentity.of(stranger.pid()).orElseThrow();
            PidFile file = new PidFile(folder.path().resolve("other.pid"));
            file.write(new ProcessIdentity(now.pid(), now.startTicks() - 1, now.bootId()));
            assertThat(file.end(Signals.TERM, LIMIT)).isFalse();
            file.write(new ProcessIdentity(now.pid(), now.startTicks(), "0-0"));
            assertThat(file.end(Signals.TERM, LIMIT)).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aDamagedPidFileNamesNobody() throws IOException {
        PidFile file = new PidFile(folder.path().resolve("damaged.pid"));
        for (String content : List.of("", "1", "-1 2 3", "1 1 x y", "\u0000", "999999999999 1 a")) {
            Files.writeString(file.path(), content);
            assertThat(file.living()).isEmpty();
        }
    }

    @Test
    void aChildThatDiesIsStartedAgain() throws Exception {
        Child child = child("dies", "echo again >> lives; sleep 0.2");
        child.start();
        Eventually.until(
                "it lived three times",
                LIMIT,
                () -> Files.exists(lives()) && Files.readAllLines(lives()).size() >= 3);
        assertThat(child.status().restarts()).isGreaterThanOrEqualTo(2);
        child.stop();
        assertThat(child.status().state()).isEqualTo(ChildStatus.State.STOPPED);
    }

    @Test
    void aStoppedChildIsGoneAndStaysGone() throws Exception {
        Child child = child("lives", "echo once >> lives; exec sleep 60");
        child.start();
        ProcessIdentity identity = awaitRunning("lives");
        child.stop();
        assertThat(identity.isAlive()).isFalse();
        assertThat(Files.readAllLines(lives())).hasSize(1);
        assertThat(folder.path().resolve("lives.pid")).doesNotExist();
    }

    @Test
    void aChildThatDoesNotListenIsEndedByForce() throws Exception {
        Child child = child("deaf", "trap '' TERM; echo up >> lives; while :; do sleep 0.1; done");
        child.start();
        ProcessIdentity identity = awaitRunning("deaf");
        child.stop();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void aChildThatCannotBeRunSaysWhy() throws Exception {
        Child child =
                new Child(
                        spec("absent", List.of("/nowhere/program"), Duration.ofSeconds(1)),
                        () -> {});
        child.start();
        Eventually.until(
                "it says why",
                LIMIT,
                () -> child.lastWords(3).stream().anyMatch(l -> l.contains("/nowhere/program")));
        child.stop();
    }

    @Test
    void aStopBeforeTheStartHasNoEffectOnOthers() throws Exception {
        Child child = child("never", "echo up >> lives");
        child.stop();
        assertThat(child.status().state()).isEqualTo(ChildStatus.State.STOPPED);
        assertThat(lives()).doesNotExist();
    }

    @Test
    void aLogStaysWithinItsBounds() throws IOException {
        Path path = folder.path().resolve("bounded.log");
        try (LogFile log = new LogFile(path, 20_000)) {
            log.copy(new ByteArrayInputStream(new byte[200_000]));
        }
        assertThat(Files.size(path)).isLessThanOrEqualTo(20_000);
        assertThat(folder.path().resolve("bounded.log." + LogFile.KEPT)).exists();
        assertThat(folder.path().resolve("bounded.log." + (LogFile.KEPT + 1))).doesNotExist();
    }

    @Test
    void pausesGrowToABoundAndStartAnewAfterAHealthyLife() {
        Backoff backoff = new Backoff();
        assertThat(backoff.after(Duration.ZERO)).isEqualTo(Backoff.FIRST);
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            last = backoff.after(Duration.ZERO);
        }
        assertThat(last).isEqualTo(Backoff.LONGEST);
        assertThat(backoff.after(Backoff.HEALTHY_LIFE)).isEqualTo(Backoff.FIRST);
        assertThat(backoff.shortLives()).isEqualTo(1);
    }

    private ProcessIdentity awaitRunning(String name) throws Exception {
        PidFile file = new PidFile(folder.path().resolve(name + ".pid"));
        Eventually.until(
                "it runs", LIMIT, () -> Files.exists(lives()) && file.living().isPresent());
        return file.living().orElseThrow();
    }

    private Path lives() {
        return folder.path().resolve("lives");
    }

    private Child child(String name, String script) {
        return new Child(spec(name, List.of("sh", "-c", script), Duration.ofSeconds(1)), () -> {});
    }

    private ChildSpec spec(String name, List<String> command, Duration stopLimit) {
        return new ChildSpec(
                name,
                command,
                Map.of(),
                folder.path(),
                new Account.Self(),
                folder.path().resolve(name + ".log"),
                new PidFile(folder.path().resolve(name + ".pid")),
                Signals.TERM,
                stopLimit);
    }
}
