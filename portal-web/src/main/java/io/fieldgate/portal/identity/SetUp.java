package io.fieldgate.portal.identity;

import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.PublicAddress;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The first-run set-up: a one-time link makes the first operator account, once.
@Service
public class SetUp {
    /// How long a link can be used.
    static final Duration LIFE = Duration.ofHours(24);

    private static final int MAX_CODE = 100;

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords;
    private final PublicAddress address;
    private final AuditLog audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    SetUp(
            JdbcClient jdbc,
            PasswordEncoder passwords,
            PublicAddress address,
            AuditLog audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.address = address;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Makes a new link in place of the one before; refused when there is an operator already.
    ///
    /// @return the URL, with the code that is shown nowhere else
    @Transactional
    public String createLink() {
        if (operatorExists()) {
            throw closed();
        }
        String code = Secrets.token();
        jdbc.sql(
                        """
                        INSERT INTO setup_link (id, code_hash, expires_at) VALUES (1, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET code_hash = excluded.code_hash,
                            expires_at = excluded.expires_at, consumed_at = NULL\
                        """)
                .params(Secrets.hash(code), utc(clock.instant().plus(LIFE)))
                .update();
        audit.record(new AuditEvent("setup-link.create", null, "setup-link", null, ""));
        return address.url() + "/setup?code=" + code;
    }

    /// Whether an operator account exists: then the set-up is over.
    @Transactional(readOnly = true)
    public boolean operatorExists() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM operator_account)")
                .query(Boolean.class)
                .single();
    }

    /// Whether this code would be taken right now. It may be gone a moment later.
    @Transactional(readOnly = true)
    public boolean isOpen(@Nullable String code) {
        if (code == null || code.length() > MAX_CODE) {
            return false;
        }
        return jdbc.sql(
                        """
                        SELECT EXISTS (SELECT FROM setup_link
                            WHERE code_hash = ? AND consumed_at IS NULL AND expires_at > ?)\
                        """)
                .params(Secrets.hash(code), utc(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /// Uses up the link and makes the operator account, both or neither.
    ///
    /// @return the account's login
    public String complete(
            @Nullable String code, @Nullable String rawLogin, @Nullable String rawPassword) {
        if (code == null || !isOpen(code)) {
            throw closed();
        }
        Login login = Login.parse(rawLogin);
        String hash = passwords.encode(NewPassword.parse(rawPassword, login).text());
        Scope.operator()
                .run(() -> transactions.executeWithoutResult(_ -> consume(code, login, hash)));
        return login.text();
    }

    private void consume(String code, Login login, @Nullable String passwordHash) {
        OffsetDateTime now = utc(clock.instant());
        int consumed =
                jdbc.sql(
                                """
                                UPDATE setup_link SET consumed_at = ?
                                WHERE code_hash = ? AND consumed_at IS NULL AND expires_at > ?\
                                """)
                        .params(now, Secrets.hash(code), now)
                        .update();
        if (consumed != 1) {
            throw closed();
        }
        UUID id = UUID.randomUUID();
        try {
            jdbc.sql(
                            """
                            INSERT INTO operator_account
                                (id, login, login_key, password_hash, founder, created_at)
                            VALUES (?, ?, ?, ?, true, ?)\
                            """)
                    .param(1, id)
                    .param(2, login.text())
                    .param(3, login.key())
                    .param(4, passwordHash)
                    .param(5, now)
                    .update();
        } catch (DuplicateKeyException _) {
            throw closed();
        }
        audit.record(
                login.text(),
                new AuditEvent("operator.create", null, "operator", id, login.text()));
    }

    private static RefusedException closed() {
        return RefusedException.conflict(
                "setup-closed",
                "The set-up is closed",
                "The set-up link was used, has expired or was replaced by a newer one. If there is"
                        + " no operator yet, \"fieldgate up\" prints a new link.");
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
