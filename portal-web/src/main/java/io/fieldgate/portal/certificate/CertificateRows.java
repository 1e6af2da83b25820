package io.fieldgate.portal.certificate;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.Revocation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table `certificate`. Works in its caller's transaction, and so in its scope.
@Component
class CertificateRows {
    private final JdbcClient jdbc;

    CertificateRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A revocation that the PKI service does not know yet.
    record Unpublished(UUID tenantId, Revocation revocation) {}

    void insert(
            UUID tenantId,
            CertificateKind kind,
            UUID subjectId,
            IssuedCertificate issued,
            Instant now) {
        jdbc.sql(
                        """
                        INSERT INTO certificate (serial, tenant_id, subject_kind, subject_id,
                            spki_sha256, not_before, not_after, issued_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        issued.serial(),
                        tenantId,
                        kind.name(),
                        subjectId,
                        issued.spkiSha256(),
                        utc(issued.notBefore()),
                        utc(issued.notAfter()),
                        utc(now))
                .update();
    }

    /// Revokes all accepted certificates of a subject.
    ///
    /// @return how many those were
    int revoke(UUID subjectId, Revocation.Reason reason, Instant now) {
        return jdbc.sql(
                        """
                        UPDATE certificate SET revoked_at = ?, revocation_reason = ?
                        WHERE subject_id = ? AND revoked_at IS NULL
                        """)
                .params(utc(now), reason.name(), subjectId)
                .update();
    }

    /// The accepted certificates of each of these subjects; subjects without one are left out.
    Map<UUID, List<AllowedCertificate>> accepted(Collection<UUID> subjectIds, Instant now) {
        Map<UUID, List<AllowedCertificate>> bySubject = new HashMap<>();
        jdbc.sql(
                        """
                        SELECT subject_id, serial, spki_sha256 FROM certificate
                        WHERE subject_id = ANY (?) AND revoked_at IS NULL AND not_after > ?
                        ORDER BY issued_at, serial
                        """)
                .params(subjectIds.toArray(UUID[]::new), utc(now))
                .query(row -> {
                    bySubject
                            .computeIfAbsent(
                                    row.getObject("subject_id", UUID.class), _ -> new ArrayList<>())
                            .add(
                                    new AllowedCertificate(
                                            row.getString("serial"), row.getString("spki_sha256")));
                });
        return bySubject;
    }

    boolean isAccepted(
            CertificateKind kind, UUID subjectId, String serial, String spkiSha256, Instant now) {
        return jdbc.sql(
                                """
                                SELECT count(*) FROM certificate
                                WHERE serial = ? AND spki_sha256 = ? AND subject_kind = ?
                                    AND subject_id = ? AND revoked_at IS NULL AND not_after > ?
                                """)
                        .params(serial, spkiSha256, kind.name(), subjectId, utc(now))
                        .query(Long.class)
                        .single()
                == 1;
    }

    /// The oldest revocations that the PKI service does not know yet. Certificates of the platform
    /// CA are in no tenant's list; for them the row is all.
    List<Unpublished> unpublished(int limit) {
        return jdbc.sql(
                        """
                        SELECT tenant_id, serial, revocation_reason FROM certificate
                        WHERE revoked_at IS NOT NULL AND published_at IS NULL
                            AND subject_kind <> 'CONTROL_LINK'
                        ORDER BY revoked_at LIMIT ?
                        """)
                .params(limit)
                .query((row, _) ->
                        new Unpublished(
                                row.getObject("tenant_id", UUID.class),
                                new Revocation(
                                        row.getString("serial"),
                                        Revocation.Reason.valueOf(
                                                row.getString("revocation_reason")))))
                .list();
    }

    void published(String serial, Instant now) {
        jdbc.sql("UPDATE certificate SET published_at = ? WHERE serial = ?")
                .params(utc(now), serial)
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
