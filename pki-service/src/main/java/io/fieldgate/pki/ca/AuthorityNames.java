package io.fieldgate.pki.ca;

import io.fieldgate.pki.RefusedException;
import org.jspecify.annotations.Nullable;

/// What the certification authorities are called in the journal and in the key vault.
final class AuthorityNames {
    static final String ROOT = "root";
    static final String PLATFORM = "platform";

    private AuthorityNames() {}

    static String tenant(@Nullable String tenantId) throws RefusedException {
        return "tenant-" + Uuids.parse(tenantId, "tenantId");
    }
}
