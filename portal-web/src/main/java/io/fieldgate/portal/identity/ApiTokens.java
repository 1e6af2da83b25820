package io.fieldgate.portal.identity;

import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.Secrets;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.tenant.Tenants;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes and checks the bearer tokens of the REST API: 256 random bits, of which only the SHA-256
/// is kept.
@Service
public class ApiTokens {
    /// Makes a token recognisable, for people and for secret scanners.
    static final String PREFIX = "fg_";

    /// Longest token that is looked up, characters.
    private static final int MAX_TOKEN = 128;

    private final JdbcClient jdbc;
    private final Tenants tenants;
    private final AuditLog audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ApiTokens(
            JdbcClient jdbc,
            Tenants tenants,
            AuditLog audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.tenants = tenants;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Makes a token.
    ///
    /// @param tenantId the tenant it is for; none for OPERATOR, required for all other roles
    @Transactional
    public NewApiToken create(
            @Nullable String rawName, @Nullable Role role, @Nullable UUID tenantId) {
        DisplayName name = DisplayName.parse("name", rawName);
        if (role == null) {
            throw RefusedException.invalid(
                    "role", "Choose a role: OPERATOR, ADMIN, ENGINEER or VIEWER.");
        }
        if (role == Role.OPERATOR && tenantId != null) {
            throw RefusedException.invalid(
                    "tenantId", "An OPERATOR works for all tenants: leave tenantId out.");
        }
        if (role != Role.OPERATOR) {
            if (tenantId == null) {
                throw RefusedException.invalid(
                        "tenantId", "Say which tenant the token is for (tenantId).");
            }
            tenants.get(tenantId);
        }
        NewApiToken made = new NewApiToken(UUID.randomUUID(), PREFIX + Secrets.token());
        jdbc.sql(
                        """
                        INSERT INTO api_token (id, tenant_id, name, role, token_hash, created_at)
                        VALUES (?, ?, ?, ?, ?, ?)\
                        """)
                .param(1, made.id())
                .param(2, tenantId, Types.OTHER)
                .param(3, name.text())
                .param(4, role.name())
                .param(5, Secrets.hash(made.token()))
                .param(6, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(
                new AuditEvent(
                        "token.create", tenantId, "token", made.id(), name.text(), role.name()));
        return made;
    }

    /// The tokens that are good, by name.
    @Transactional(readOnly = true)
    public Slice<ApiTokenView> list(SliceRequest request) {
        List<ApiTokenView> rows =
                jdbc.sql(
                                """
                                SELECT id, name, role, tenant_id, created_at FROM api_token
                                WHERE revoked_at IS NULL AND lower(name) LIKE :pattern ESCAPE '\'
                                  AND (lower(name), id) > (:afterKey, :afterId)
                                ORDER BY lower(name), id LIMIT :limit\
                                """)
                        .param("pattern", request.pattern())
                        .param("afterKey", request.after().nameKey())
                        .param("afterId", request.after().id())
                        .param("limit", request.limit() + 1)
                        .query((row, _) ->
                                new ApiTokenView(
                                        row.getObject("id", UUID.class),
                                        row.getString("name"),
                                        Role.valueOf(row.getString("role")),
                                        row.getObject("tenant_id", UUID.class),
                                        row.getObject("created_at", OffsetDateTime.class)
                                                .toInstant()))
                        .list();
        return Slice.of(
                rows,
                request,
                view -> new SliceRequest.Position(view.name().toLowerCase(Locale.ROOT), view.id()),
                view -> view);
    }

    /// Ends a token: its next call is refused.
    @Transactional
    public void revoke(UUID id) {
        Optional<String> name =
                jdbc.sql(
                                """
                                UPDATE api_token SET revoked_at = ?
                                WHERE id = ? AND revoked_at IS NULL RETURNING name\
                                """)
                        .params(clock.instant().atOffset(ZoneOffset.UTC), id)
                        .query(String.class)
                        .optional();
        if (name.isEmpty()) {
            throw RefusedException.notFound("token");
        }
        audit.record(new AuditEvent("token.revoke", null, "token", id, name.get()));
    }

    /// Who presents this token; empty if nobody may.
    Optional<ApiCaller> authenticate(String token) {
        if (!token.startsWith(PREFIX) || token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        return Scope.operator().call(() -> transactions.execute(_ -> find(Secrets.hash(token))));
    }

    private Optional<ApiCaller> find(byte[] hash) {
        return jdbc.sql(
                        """
                        SELECT id, tenant_id, name, role FROM api_token
                        WHERE token_hash = ? AND revoked_at IS NULL\
                        """)
                .param(hash)
                .query((row, _) ->
                        new ApiCaller(
                                "token " + row.getString("name"),
                                row.getObject("tenant_id", UUID.class),
                                Role.valueOf(row.getString("role")).authority()))
                .optional();
    }
}
