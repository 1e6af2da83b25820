package io.fieldgate.portal.shared;

/// Where the current scope is kept.
final class ScopeHolder {
    static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();
    static final Scope OPERATOR = new Scope.Operator();
    static final Scope NOTHING = new Scope.Nothing();

    private ScopeHolder() {}
}
