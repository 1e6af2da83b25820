package io.fieldgate.pki.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareKeyVaultTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path directory;
    private SoftwareKeyVault vault;

    @BeforeEach
    void openVault() throws IOException {
        vault = open();
    }

    @Test
    void aKeySignsTheSameAfterARestart() throws Exception {
        CaKey key = vault.create("root");

        CaKey again = open().find("root").orElseThrow();

        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        Signature verifier = Signature.getInstance("SHA384withECDSA");
        verifier.initVerify(key.publicKey());
        verifier.update(MESSAGE);
        assertThat(verifier.verify(again.sign(MESSAGE))).isTrue();
    }

    @Test
    void filesAreForTheOwnerOnly() throws Exception {
        vault.create("root");
        for (Path file : new Path[] {directory.resolve("kek"), keyFile("root")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aKeyUnderTheNameOfAnotherDoesNotOpen() throws Exception {
        vault.create("root");
        vault.create("tenant-a");
        Files.copy(keyFile("root"), keyFile("tenant-a"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> vault.find("tenant-a")).isInstanceOf(IOException.class);
        assertThat(vault.find("root")).isPresent();
    }

    @Test
    void aChangedBitDoesNotOpen() throws Exception {
        vault.create("root");
        byte[] sealed = Files.readAllBytes(keyFile("root"));
        for (int i = 0; i < sealed.length; i += 7) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            Files.write(keyFile("root"), changed);
            assertThatThrownBy(() -> vault.find("root")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDestroyedKeyIsGone() throws Exception {
        vault.create("tenant-a");
        vault.destroy("tenant-a");
        vault.destroy("tenant-a");
        assertThat(vault.find("tenant-a")).isEmpty();
    }

    @Test
    void aLostKeyEncryptionKeyIsNotReplacedInSilence() throws Exception {
        vault.create("root");
        Files.delete(directory.resolve("kek"));
        assertThatThrownBy(this::open)
                .hasMessageContaining("missing")
                .hasMessageContaining("backup");
    }

    @Test
    void aKeyEncryptionKeyOpenToOthersIsRefused() throws Exception {
        Files.setPosixFilePermissions(
                directory.resolve("kek"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::open).hasMessageContaining("0600");
    }

    @Test
    void aNameIsNeverAPath() {
        assertThatThrownBy(() -> vault.create("../root"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SoftwareKeyVault open() throws IOException {
        return SoftwareKeyVault.open(
                directory.resolve("keys"), directory.resolve("kek"), new SecureRandom());
    }

    private Path keyFile(String name) {
        return directory.resolve("keys").resolve(name + ".key");
    }
}
