package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.server.choice.HostChoice;
import io.fieldgate.server.log.EventLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// The home that serves this host best: libcrypto where it is there, passes its self-test, and is
/// not slower than the JDK; the JDK otherwise, and until that is known. Keys stay where they were
/// made.
///
/// [HostChoice#AEAD] decides instead: `jdk` or `libcrypto`; `auto` is the default.
public final class AeadChoice implements AeadHome {
    private static final long NANOS_PER_MICRO = 1000;

    /// Until then the start itself needs the processor.
    private static final Duration START = Duration.ofSeconds(5);

    private volatile AeadHome chosen = AeadHome.JDK;

    private AeadChoice() {}

    /// Begins to choose; a thread of its own does that.
    public static AeadChoice begin(EventLog log) {
        AeadChoice choice = new AeadChoice();
        String wanted = HostChoice.AEAD.wanted();
        Thread.ofPlatform()
                .daemon()
                .name("aead-choice")
                .start(() -> {
                    try {
                        choice.choose(wanted, log);
                    } catch (RuntimeException | LinkageError unusable) {
                        choice.chosen = AeadHome.JDK;
                        log.warn("AEAD by the JDK: libcrypto failed, " + unusable);
                    }
                });
        return choice;
    }

    @Override
    public String name() {
        return chosen.name();
    }

    @Override
    public Aead sealing(AeadAlgorithm algorithm, byte[] key) {
        return chosen.sealing(algorithm, key);
    }

    @Override
    public Aead opening(AeadAlgorithm algorithm, byte[] key) {
        return chosen.opening(algorithm, key);
    }

    private void choose(String wanted, EventLog log) {
        switch (wanted) {
            case "jdk" -> log.info("AEAD by the JDK, as asked");
            case "libcrypto" -> {
                Optional<AeadHome> found = usable(AeadSelfTest::passes, log);
                found.ifPresent(home -> {
                    chosen = home;
                    log.info("AEAD by " + home.name() + ", as asked");
                });
            }
            case "auto" ->
                    usable(AeadSelfTest::passesBriefly, log).ifPresent(home -> judge(home, log));
            default ->
                    log.warn(
                            HostChoice.AEAD.refusal(
                                    wanted, "jdk, libcrypto or auto", "AEAD by the JDK"));
        }
    }

    private static Optional<AeadHome> usable(Predicate<AeadHome> test, EventLog log) {
        Optional<AeadHome> found = LibcryptoHome.find();
        if (found.isEmpty()) {
            log.info(
                    Libcrypto.isPresent()
                            ? "AEAD by the JDK: this host's libcrypto lacks a cipher"
                            : "AEAD by the JDK: libcrypto 3 is not on this host");
        }
        return found.filter(home -> passes(test, home, log));
    }

    private static boolean passes(Predicate<AeadHome> test, AeadHome home, EventLog log) {
        boolean passed = test.test(home);
        if (!passed) {
            log.warn("AEAD by the JDK: " + home.name() + " failed its self-test");
        }
        return passed;
    }

    /// What passed the brief test is used until the whole test and the measurement are done: after
    /// a restart most keys are made in the first second.
    private void judge(AeadHome home, EventLog log) {
        chosen = home;
        try {
            Thread.sleep(START);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!passes(AeadSelfTest::passes, home, log)) {
            chosen = AeadHome.JDK;
            return;
        }
        long nanos = AeadMeasurement.nanosPerPacket(home);
        long jdkNanos = AeadMeasurement.nanosPerPacket(AeadHome.JDK);
        if (nanos > jdkNanos) {
            chosen = AeadHome.JDK;
        }
        log.info(
                "AEAD by %s: just after the start a packet takes %s %d us, the JDK %d us"
                        .formatted(
                                chosen.name(),
                                home.name(),
                                nanos / NANOS_PER_MICRO,
                                jdkNanos / NANOS_PER_MICRO));
    }
}
