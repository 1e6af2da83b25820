package io.fieldgate.portal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The bearer token of the launcher: whoever can read its file runs this installation.
///
/// The file is made when it is missing. It is read at each use, so that a new one is in force at
/// once.
@Component
class LauncherToken {
    static final String AUTHORITY = "ROLE_LAUNCHER";

    private static final int MIN_LENGTH = 43;
    private static final long MAX_FILE_BYTES = 1024;

    private final Path file;

    LauncherToken(FieldgateSettings settings) {
        this.file = settings.launcherTokenFile();
        try {
            createIfMissing();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make the launcher's token file " + file + " (launcher-token-file)", e);
        }
    }

    /// The launcher, if this is its token.
    Optional<ApiCaller> authenticate(String token) {
        return matches(token)
                ? Optional.of(new ApiCaller("launcher", null, AUTHORITY))
                : Optional.empty();
    }

    private boolean matches(String token) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                return false;
            }
            String expected = Files.readString(file, UTF_8).strip();
            return expected.length() >= MIN_LENGTH
                    && MessageDigest.isEqual(Secrets.hash(expected), Secrets.hash(token));
        } catch (IOException _) {
            return false;
        }
    }

    private void createIfMissing() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly)) {
            channel.write(ByteBuffer.wrap((Secrets.token() + "\n").getBytes(UTF_8)));
        } catch (FileAlreadyExistsException _) {
            // The launcher was faster: its token counts.
        }
    }
}
