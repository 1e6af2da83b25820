package io.fieldgate.portal.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// A call of a secure server whose control certificate is on record.
final class ControlAuthentication extends AbstractAuthenticationToken {
    static final String ROLE = "SECURE_SERVER";

    private final transient ControlCaller caller;

    ControlAuthentication(ControlCaller caller) {
        super(List.of(new SimpleGrantedAuthority("ROLE_" + ROLE)));
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public ControlCaller getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return "secure server " + caller.secureServerId();
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
