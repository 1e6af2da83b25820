package io.fieldgate.portal.access;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.portal.shared.SqlTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// How often rules decided. Callers hold the transaction.
@Repository
class HitTable {
    private final JdbcClient jdbc;

    HitTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param total over all boots
    record Hits(long total, Instant last) {}

    private record Told(String ruleId, long hits, Instant lastHit) {}

    /// Adds what a boot counted since it told it last; the counts of a new boot begin at zero.
    /// Rules that are gone, or another secure server's, are left out.
    void add(UUID serverId, UUID bootId, List<RuleHits> counts, Instant now) {
        List<Told> told =
                counts.stream()
                        .map(each ->
                                new Told(
                                        each.ruleId(),
                                        Math.max(0, each.hits()),
                                        notAfter(now, each.lastHit())))
                        .toList();
        jdbc.sql(
                        """
                        INSERT INTO rule_hits AS h (rule_id, tenant_id, total, boot_id, boot_hits,
                               last_hit)
                        SELECT r.id, r.tenant_id, t.hits, :boot, t.hits, t.at
                        FROM (SELECT "ruleId", max(hits) AS hits, max("lastHit") AS at
                              FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS one(
                                   "ruleId" text, hits bigint, "lastHit" timestamptz)
                              GROUP BY "ruleId") AS t
                             JOIN rule r ON r.id::text = t."ruleId"
                                        AND r.secure_server_id = :server
                        ON CONFLICT (rule_id) DO UPDATE SET
                               total = h.total + CASE WHEN h.boot_id = EXCLUDED.boot_id
                                   THEN greatest(EXCLUDED.boot_hits - h.boot_hits, 0)
                                   ELSE EXCLUDED.boot_hits END,
                               boot_hits = CASE WHEN h.boot_id = EXCLUDED.boot_id
                                   THEN greatest(EXCLUDED.boot_hits, h.boot_hits)
                                   ELSE EXCLUDED.boot_hits END,
                               boot_id = EXCLUDED.boot_id,
                               last_hit = greatest(h.last_hit, EXCLUDED.last_hit)
                        """)
                .param("boot", bootId)
                .param("told", ContractJson.MAPPER.writeValueAsString(told))
                .param("server", serverId)
                .update();
    }

    private static Instant notAfter(Instant now, @Nullable Instant at) {
        return at == null || at.isAfter(now) ? now : at;
    }

    Map<UUID, Hits> ofServer(UUID serverId) {
        Map<UUID, Hits> found = new HashMap<>();
        jdbc.sql(
                        """
                        SELECT h.rule_id, h.total, h.last_hit
                        FROM rule_hits h JOIN rule r ON r.id = h.rule_id
                        WHERE r.secure_server_id = :server
                        """)
                .param("server", serverId)
                .query(row -> {
                    found.put(
                            Sql.id(row, "rule_id"),
                            new Hits(row.getLong("total"), SqlTime.required(row, "last_hit")));
                });
        return found;
    }
}
