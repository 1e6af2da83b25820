package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// A call of the REST API whose token was found valid.
final class ApiAuthentication extends AbstractAuthenticationToken implements Scoped {
    private final transient ApiCaller caller;

    ApiAuthentication(ApiCaller caller) {
        super(List.of(new SimpleGrantedAuthority(caller.authority())));
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Scope scope() {
        return caller.tenantId() == null ? Scope.operator() : new Scope.Tenant(caller.tenantId());
    }

    @Override
    public String getName() {
        return caller.name();
    }

    @Override
    public Object getPrincipal() {
        return caller.name();
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
