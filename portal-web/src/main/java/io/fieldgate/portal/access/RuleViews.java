package io.fieldgate.portal.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Makes views of rules: with names, and with what they decided. Callers hold the transaction.
@Component
class RuleViews {
    private final RuleTable rules;
    private final HitTable hits;
    private final JdbcClient jdbc;

    RuleViews(RuleTable rules, HitTable hits, JdbcClient jdbc) {
        this.rules = rules;
        this.hits = hits;
        this.jdbc = jdbc;
    }

    /// All rules of a secure server.
    List<RuleView> ofServer(UUID serverId) {
        List<RuleRow> rows = rules.ofServer(serverId);
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, HitTable.Hits> counts = hits.ofServer(serverId);
        Map<UUID, String> names = names(serverId);
        return rows.stream().map(row -> view(row, names, counts.get(row.id()))).toList();
    }

    /// The names of the clients and groups of a secure server.
    private Map<UUID, String> names(UUID serverId) {
        Map<UUID, String> names = new HashMap<>();
        jdbc.sql(
                        """
                        SELECT id, name FROM peer_group WHERE secure_server_id = :server
                        UNION ALL
                        SELECT id, name FROM peer
                        WHERE secure_server_id = :server AND kind = 'CLIENT'
                        """)
                .param("server", serverId)
                .query(row -> {
                    names.put(Sql.id(row, "id"), row.getString("name"));
                });
        return names;
    }

    private static RuleView view(
            RuleRow row, Map<UUID, String> names, HitTable.@Nullable Hits hits) {
        RuleBody body = row.body();
        RuleView.SubjectView.Kind kind =
                switch (row.subject()) {
                    case Subject.Client _ -> RuleView.SubjectView.Kind.CLIENT;
                    case Subject.Group _ -> RuleView.SubjectView.Kind.GROUP;
                };
        return new RuleView(
                row.id(),
                row.position() + 1,
                new RuleView.SubjectView(
                        kind, row.subject().id(), names.getOrDefault(row.subject().id(), "")),
                body.nodes(),
                body.groups(),
                body.subnets(),
                body.devices(),
                body.protocol(),
                body.portTexts(),
                body.direction(),
                body.effect(),
                body.note(),
                hits == null ? 0 : hits.total(),
                hits == null ? null : hits.last());
    }
}
