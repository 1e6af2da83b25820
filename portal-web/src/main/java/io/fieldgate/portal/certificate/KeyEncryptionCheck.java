package io.fieldgate.portal.certificate;

import io.fieldgate.portal.shared.Scope;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Ends the start when the database holds secrets and the key that opens them is gone. A new key
/// made in silence would lock those secrets away for good.
@Component
class KeyEncryptionCheck implements ApplicationRunner {
    private final KeyEncryption encryption;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    KeyEncryptionCheck(
            KeyEncryption encryption, JdbcClient jdbc, TransactionTemplate transactions) {
        this.encryption = encryption;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (encryption.exists()) {
            return;
        }
        Boolean secrets =
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql("SELECT EXISTS (SELECT FROM" + " server_key)")
                                                .query(Boolean.class)
                                                .single()));
        if (Boolean.TRUE.equals(secrets)) {
            throw new IllegalStateException(
                    "The file key-encryption.key in the portal's folder is missing, and the"
                            + " database holds secrets that need it. Put it back from the backup.");
        }
    }
}
