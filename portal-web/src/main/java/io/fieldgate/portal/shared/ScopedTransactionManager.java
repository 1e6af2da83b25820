package io.fieldgate.portal.shared;

import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.hibernate.Session;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Tells PostgreSQL at the start of each transaction whose rows it may see.
///
/// The settings are local to the transaction, so a pooled connection never carries them on to the
/// next one.
final class ScopedTransactionManager extends JpaTransactionManager {
    private static final String SET_SCOPE =
            "SELECT set_config('fieldgate.scope', ?, true), set_config('fieldgate.tenant', ?,"
                    + " true)";

    ScopedTransactionManager(EntityManagerFactory factory) {
        super(factory);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        try {
            EntityManagerHolder holder =
                    (EntityManagerHolder)
                            TransactionSynchronizationManager.getResource(
                                    Objects.requireNonNull(getEntityManagerFactory()));
            Objects.requireNonNull(holder)
                    .getEntityManager()
                    .unwrap(Session.class)
                    .doWork(ScopedTransactionManager::setScope);
        } catch (RuntimeException e) {
            doCleanupAfterCompletion(transaction);
            throw e;
        }
    }

    private static void setScope(Connection connection) throws SQLException {
        Scope scope = Scope.current();
        try (PreparedStatement statement = connection.prepareStatement(SET_SCOPE)) {
            statement.setString(1, scope instanceof Scope.Operator ? "operator" : "");
            statement.setString(2, scope instanceof Scope.Tenant t ? t.tenantId().toString() : "");
            statement.execute();
        }
    }
}
