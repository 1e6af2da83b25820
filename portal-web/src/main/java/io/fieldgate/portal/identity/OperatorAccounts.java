package io.fieldgate.portal.identity;

import io.fieldgate.portal.shared.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Finds operator accounts for the sign-in.
@Service
class OperatorAccounts implements UserDetailsService {
    private final JdbcClient jdbc;

    OperatorAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public UserDetails loadUserByUsername(String raw) {
        Login login;
        try {
            login = Login.parse(raw);
        } catch (RefusedException e) {
            throw new UsernameNotFoundException("no such operator", e);
        }
        return jdbc.sql("SELECT login, password_hash FROM operator_account WHERE login_key = ?")
                .param(login.key())
                .query((row, _) ->
                        new OperatorUser(row.getString("login"), row.getString("password_hash")))
                .optional()
                .orElseThrow(() -> new UsernameNotFoundException("no such operator"));
    }
}
