package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.Scope;
import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/// A platform operator who signs in.
final class OperatorUser extends User implements Scoped {
    private static final long serialVersionUID = 1;

    OperatorUser(String login, String passwordHash) {
        super(login, passwordHash, List.of(new SimpleGrantedAuthority(Role.OPERATOR.authority())));
    }

    @Override
    public Scope scope() {
        return Scope.operator();
    }
}
