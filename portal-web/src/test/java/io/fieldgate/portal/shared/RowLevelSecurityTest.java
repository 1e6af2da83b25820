package io.fieldgate.portal.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.portal.tenant.Tenants;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class RowLevelSecurityTest {
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transactions;
    @Autowired Tenants tenants;

    @Test
    void everyTableOfTenantsForcesRowLevelSecurity() {
        var open =
                jdbc.sql(
                                """
                                SELECT c.relname FROM pg_class c
                                WHERE c.relkind IN ('r', 'p')
                                  AND c.relnamespace = 'public'::regnamespace
                                  AND (c.relname = 'tenant' OR EXISTS (
                                      SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                                        AND a.attname = 'tenant_id' AND NOT a.attisdropped))
                                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
                                      SELECT FROM pg_policy p WHERE p.polrelid = c.oid))\
                                """)
                        .query(String.class)
                        .list();
        assertThat(open).isEmpty();
    }

    @Test
    void theApplicationWorksWithoutPrivileges() {
        assertThat(
                        jdbc.sql(
                                        """
                                        SELECT current_user || ' ' || rolsuper || ' ' || rolbypassrls
                                            || ' ' || pg_has_role(current_user, tableowner, 'USAGE')
                                        FROM pg_roles, pg_tables
                                        WHERE rolname = current_user AND tablename = 'tenant'\
                                        """)
                                .query(String.class)
                                .single())
                .isEqualTo("fieldgate_app false false false");
    }

    @Test
    void withoutAScopeThereAreNoRows() {
        tenant();
        assertThat(count()).isZero();
        assertThat(transactions.<Long>execute(_ -> count())).isZero();
        assertThat(Scope.operator().<Long, RuntimeException>call(() -> inTransaction()))
                .isPositive();
    }

    @Test
    void aTenantsScopeShowsThisTenantOnly() {
        UUID one = tenant();
        UUID other = tenant();
        assertThat(visible(new Scope.Tenant(one))).containsExactly(one);
        assertThat(visible(new Scope.Tenant(other))).containsExactly(other);
        assertThat(visible(new Scope.Tenant(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aConnectionDoesNotCarryAScopeToItsNextUser() {
        UUID one = tenant();
        for (int i = 0; i < 100; i++) {
            assertThat(visible(new Scope.Tenant(one))).hasSize(1);
            assertThat(count()).isZero();
            assertThat(transactions.<Long>execute(_ -> count())).isZero();
        }
    }

    @Test
    void aRowOfAnotherTenantCannotBeWritten() {
        UUID own = tenant();
        UUID other = tenant();
        assertThatThrownBy(() ->
                        new Scope.Tenant(own)
                                .run(() ->
                                        transactions.executeWithoutResult(_ -> insertToken(other))))
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    @Test
    void theAuditLogCannotBeChanged() {
        for (String sql :
                List.of(
                        "DELETE FROM audit_entry",
                        "UPDATE audit_entry SET actor = 'x'",
                        "TRUNCATE audit_entry")) {
            assertThatThrownBy(() ->
                            Scope.operator()
                                    .run(() ->
                                            transactions.executeWithoutResult(
                                                    _ -> jdbc.sql(sql).update())))
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    private UUID tenant() {
        return Scope.operator().call(() -> tenants.create(Names.unique("Row"))).id();
    }

    private Set<UUID> visible(Scope scope) {
        return scope.call(() ->
                transactions.execute(_ ->
                        Set.copyOf(jdbc.sql("SELECT id FROM tenant").query(UUID.class).set())));
    }

    private Long inTransaction() {
        return transactions.execute(_ -> count());
    }

    private long count() {
        return jdbc.sql("SELECT count(*) FROM tenant").query(Long.class).single();
    }

    private void insertToken(UUID tenantId) {
        jdbc.sql(
                        """
                        INSERT INTO api_token (id, tenant_id, name, role, token_hash, created_at)
                        VALUES (gen_random_uuid(), ?, 'x', 'ADMIN', '\\x00', now())\
                        """)
                .param(tenantId)
                .update();
    }
}
