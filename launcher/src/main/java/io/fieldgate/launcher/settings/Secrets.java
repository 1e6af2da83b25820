package io.fieldgate.launcher.settings;

import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// Secrets of an installation: one line each in a file of its own, mode 0600, made at first start.
public final class Secrets {
    private static final int BYTES = 32;

    private final DataFolder data;
    private final SecureRandom random = new SecureRandom();

    public Secrets(DataFolder data) {
        this.data = data;
    }

    /// A new one: 256 random bits in base64url, 43 characters.
    public String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The launcher's own secret of that name; empty when it was never made.
    public Optional<String> find(String name) {
        return find(data.secrets().resolve(name));
    }

    /// The secret in the file; empty when there is none.
    public Optional<String> find(Path file) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            String line = WholeFile.read(file).strip();
            if (line.isEmpty() || line.contains("\n")) {
                throw new Refusal(
                        "The file %s is damaged; restore it from a backup.".formatted(file));
            }
            return Optional.of(line);
        } catch (IOException e) {
            throw new Refusal(
                    "The file %s cannot be read: %s.".formatted(file, Machine.reason(e)), e);
        }
    }

    /// Keeps a secret of the launcher's own.
    public void keep(String name, String secret) {
        keep(data.secrets().resolve(name), secret, new Account.Self());
    }

    /// Keeps a secret for the part that runs as the owner.
    public void keep(Path file, String secret, Account owner) {
        try {
            WholeFile.write(data.run(), file, secret + "\n", "rw-------", owner);
        } catch (IOException e) {
            throw new Refusal(
                    "The file %s cannot be written: %s.".formatted(file, Machine.reason(e)), e);
        }
    }

    /// The launcher's own secret of that name, made now if there is none.
    public String findOrMake(String name) {
        return find(name)
                .orElseGet(() -> {
                    String made = random();
                    keep(name, made);
                    return made;
                });
    }
}
