package io.fieldgate.server.crypto;

import io.fieldgate.server.choice.HostChoice;
import io.fieldgate.server.log.EventLog;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;

/// Who does the slow steps of TLS handshakes, signatures and key agreement: libcrypto where it is
/// there and passes its self-test; the JDK otherwise, and until that is known.
///
/// [HostChoice#KEYS] decides instead: `jdk` or `libcrypto`; `auto` is the default.
public final class KeysChoice {
    private KeysChoice() {}

    /// Begins to choose, for the whole process; a thread of its own does that.
    public static void begin(EventLog log) {
        String wanted = HostChoice.KEYS.wanted();
        Thread.ofPlatform()
                .daemon()
                .name("keys-choice")
                .start(() -> {
                    try {
                        choose(wanted, log);
                    } catch (RuntimeException | LinkageError unusable) {
                        log.warn(
                                "signatures and key agreement by the JDK: libcrypto failed, "
                                        + unusable);
                    }
                });
    }

    /// Chooses here and now.
    ///
    /// @param wanted `jdk`, `libcrypto` or `auto`
    static void choose(String wanted, EventLog log) {
        switch (wanted) {
            case "jdk" -> log.info("signatures and key agreement by the JDK, as asked");
            case "libcrypto", "auto" -> install(LibcryptoProvider.find(), log);
            default ->
                    log.warn(
                            HostChoice.KEYS.refusal(
                                    wanted,
                                    "jdk, libcrypto or auto",
                                    "signatures and key agreement by the JDK"));
        }
    }

    static void install(Optional<Provider> found, EventLog log) {
        if (found.isEmpty()) {
            log.info("signatures and key agreement by the JDK: libcrypto 3 is not on this host");
            return;
        }
        Provider provider = found.get();
        if (!KeysSelfTest.passes(provider)) {
            log.warn("signatures and key agreement by the JDK: libcrypto failed its self-test");
            return;
        }
        Security.insertProviderAt(provider, 1);
        log.info(provider.getInfo());
    }
}
