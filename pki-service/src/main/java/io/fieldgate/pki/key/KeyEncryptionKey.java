package io.fieldgate.pki.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key under which the software key store encrypts: AES-256-GCM, kept in a file of its own.
///
/// Sealed text is a random 12-byte nonce followed by ciphertext and 16-byte tag. The context is
/// authenticated with it, so that one sealed key cannot be passed off as another.
final class KeyEncryptionKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    private KeyEncryptionKey(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /// Reads the key, or makes it when the file is missing and that is allowed.
    ///
    /// @throws IOException in words for the operator, when the file is missing, damaged or open to
    ///   other users
    static KeyEncryptionKey open(Path file, boolean mayCreate, SecureRandom random)
            throws IOException {
        if (!Files.exists(file)) {
            if (!mayCreate) {
                throw new IOException(
                        "The key-encryption key "
                                + file
                                + " is missing, but CA keys exist that need it. Put it back from"
                                + " the backup.");
            }
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            OwnerOnlyFiles.write(file, fresh);
        }
        if (OwnerOnlyFiles.isOpenToOthers(file)) {
            throw new IOException(
                    "Other users may read the key-encryption key "
                            + file
                            + ". Set its mode to 0600 (chmod 600) and start again.");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(
                    "The key-encryption key "
                            + file
                            + " is damaged: it must have "
                            + KEY_BYTES
                            + " bytes. Put it back from the backup.");
        }
        return new KeyEncryptionKey(new SecretKeySpec(bytes, "AES"), random);
    }

    byte[] seal(byte[] plain, byte[] context) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws IOException if the text was changed, or sealed under another key or context
    byte[] open(byte[] sealed, byte[] context) throws IOException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IOException("A sealed key is too short.");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(context);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IOException("A sealed key cannot be opened with this key-encryption key.", e);
        }
    }
}
