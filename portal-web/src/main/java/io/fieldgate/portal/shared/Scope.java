package io.fieldgate.portal.shared;

import java.util.UUID;

/// Whose rows the current thread may see and change.
///
/// Every database transaction takes over the scope in which it begins: row-level security then
/// shows it nothing else. Without a scope a transaction sees no row of any tenant. Web requests get
/// theirs from the caller's authority; all other work states its own with [#call] or [#run].
public sealed interface Scope {
    /// One tenant's rows.
    record Tenant(UUID tenantId) implements Scope {}

    /// All rows.
    record Operator() implements Scope {}

    /// No rows of any tenant.
    record Nothing() implements Scope {}

    /// Everything: the platform operator, and the portal's own work.
    static Scope operator() {
        return ScopeHolder.OPERATOR;
    }

    /// The scope of the current thread.
    static Scope current() {
        return ScopeHolder.CURRENT.orElse(ScopeHolder.NOTHING);
    }

    /// Whether rows of this tenant belong to the scope.
    default boolean covers(UUID tenantId) {
        return switch (this) {
            case Tenant(UUID own) -> own.equals(tenantId);
            case Operator() -> true;
            case Nothing() -> false;
        };
    }

    /// Runs an action in this scope; holds for the transactions that begin inside of it.
    default void run(Runnable action) {
        ScopedValue.where(ScopeHolder.CURRENT, this).run(action);
    }

    /// Runs an action with a result in this scope; holds for the transactions that begin inside.
    default <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> action)
            throws X {
        return ScopedValue.where(ScopeHolder.CURRENT, this).call(action);
    }
}
