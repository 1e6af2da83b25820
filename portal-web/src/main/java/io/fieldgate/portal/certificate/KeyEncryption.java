package io.fieldgate.portal.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.portal.certificate.pki.PrivateFiles;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Encrypts secrets for the database: AES-256-GCM under a key in a file of the portal's folder, so
/// that whoever has the database alone has no secret.
///
/// ```
/// +-------------+------------------------+---------------+
/// | nonce, 12 B | ciphertext             | tag, 16 B     |
/// +-------------+------------------------+---------------+
/// ```
///
/// The context (table, column, tenant, row) is authenticated with it, so that a value copied to
/// another row does not open.
@Component
class KeyEncryption {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private volatile @Nullable SecretKey cached;

    KeyEncryption(FieldgateSettings settings) {
        file = settings.directory().resolve("key-encryption.key");
    }

    /// Whether there is a key already; without one the first [#seal] makes it.
    boolean exists() {
        return Files.exists(file);
    }

    byte[] seal(byte[] plain, String context) {
        try {
            byte[] nonce = Secrets.bytes(NONCE_BYTES);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(true), nonce, context);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws IllegalStateException if it was changed, or sealed under another key or context
    byte[] open(byte[] sealed, String context) {
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key(false), nonce, context);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "A secret in the database does not open with the key " + file + ".", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }

    private SecretKey key(boolean mayCreate) {
        SecretKey key = cached;
        return key == null ? load(mayCreate) : key;
    }

    private synchronized SecretKey load(boolean mayCreate) {
        try {
            if (!Files.exists(file)) {
                if (!mayCreate) {
                    throw new IOException(
                            "The key-encryption key "
                                    + file
                                    + " is missing. Put it back from the backup.");
                }
                PrivateFiles.write(file, Secrets.bytes(KEY_BYTES));
            }
            byte[] bytes = PrivateFiles.read(file);
            if (bytes.length != KEY_BYTES) {
                throw new IOException(
                        "The key-encryption key "
                                + file
                                + " is damaged. Put it back from the backup.");
            }
            SecretKey key = new SecretKeySpec(bytes, "AES");
            cached = key;
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
