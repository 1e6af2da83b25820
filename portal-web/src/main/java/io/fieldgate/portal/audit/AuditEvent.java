package io.fieldgate.portal.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that somebody did. Who, when and from where is added by [AuditLog].
///
/// @param action what was done, such as `node.create`
/// @param tenantId whose object it is; null for the installation's own
/// @param subjectKind what it was done to, such as `node`
/// @param subjectId its id, if it has one
/// @param subjectName its name at that time
/// @param detail more of it, in words; never a secret
public record AuditEvent(
        String action,
        @Nullable UUID tenantId,
        String subjectKind,
        @Nullable UUID subjectId,
        String subjectName,
        String detail) {
    public AuditEvent(
            String action,
            @Nullable UUID tenantId,
            String subjectKind,
            @Nullable UUID subjectId,
            String subjectName) {
        this(action, tenantId, subjectKind, subjectId, subjectName, "");
    }
}
