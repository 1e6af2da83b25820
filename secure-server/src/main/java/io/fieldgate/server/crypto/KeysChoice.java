package io.fieldgate.server.crypto;

import io.fieldgate.server.log.EventLog;
import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.Optional;

/// Who does the slow steps of TLS handshakes, signatures and key agreement: libcrypto where it is
/// there and passes its self-test; the JDK otherwise, and until that is known.
///
/// The system property `fieldgate.keys`, or the environment's `FIELDGATE_KEYS`, decides instead:
/// `jdk` or `libcrypto`; `auto` is the default.
public final class KeysChoice {
    private static final String PROPERTY = "fieldgate.keys";
    private static final String VARIABLE = "FIELDGATE_KEYS";

    private KeysChoice() {}

    /// Begins to choose, for the whole process; a thread of its own does that.
    public static void begin(EventLog log) {
        String wanted = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        Thread.ofPlatform()
                .daemon()
                .name("keys-choice")
                .start(() -> {
                    try {
                        choose(wanted == null ? "auto" : wanted, log);
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
        switch (wanted.toLowerCase(Locale.ROOT)) {
            case "jdk" -> log.info("signatures and key agreement by the JDK, as asked");
            case "libcrypto", "auto" -> install(LibcryptoProvider.find(), log);
            default ->
                    log.warn(
                            PROPERTY
                                    + " is \""
                                    + wanted
                                    + "\": jdk, libcrypto or auto is known;"
                                    + " signatures and key agreement by the JDK");
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
