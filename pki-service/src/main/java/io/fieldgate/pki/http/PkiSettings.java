package io.fieldgate.pki.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Settings of the PKI service. A missing, wrong or unknown one ends the start.
///
/// @param directory holds journal, keys and root certificate; made if there is none
/// @param bootstrapSecretFile a file with one line, the one-time secret for the portal; no portal
///   can be bound while it is not set or empty
/// @param keyEncryptionKeyFile the key that encrypts the CA keys; in `directory` if not set
@ConfigurationProperties(prefix = "fieldgate.pki", ignoreUnknownFields = false)
record PkiSettings(
        Path directory, @Nullable Path bootstrapSecretFile, @Nullable Path keyEncryptionKeyFile) {
    PkiSettings {
        if (directory == null) {
            throw new IllegalArgumentException(
                    "Set fieldgate.pki.directory to the folder that holds the CA's data.");
        }
    }

    Path journal() {
        return directory.resolve("journal");
    }

    Path keys() {
        return directory.resolve("keys");
    }

    Path rootCertificate() {
        return directory.resolve("root.pem");
    }

    Path keyEncryptionKey() {
        return keyEncryptionKeyFile != null
                ? keyEncryptionKeyFile
                : directory.resolve("key-encryption.key");
    }
}
