package io.fieldgate.portal.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.Types;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// The record of who did what. Entries are added and never changed.
///
/// An entry is written in the transaction of the deed: either both last, or none.
@Service
public class AuditLog {
    private static final int MAX_TEXT = 1000;

    private final JdbcClient jdbc;

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds an entry; the actor is whoever is signed in, or the portal itself.
    @Transactional
    public void record(AuditEvent event) {
        record(actor(), event);
    }

    /// Adds an entry for an actor who is not, or not yet, signed in.
    @Transactional
    public void record(String actor, AuditEvent event) {
        jdbc.sql(
                        """
                        INSERT INTO audit_entry (tenant_id, actor, remote_address, action,
                            subject_kind, subject_id, subject_name, detail)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
                        """)
                .param(1, event.tenantId(), Types.OTHER)
                .param(2, clean(actor))
                .param(3, remoteAddress())
                .param(4, event.action())
                .param(5, event.subjectKind())
                .param(6, event.subjectId(), Types.OTHER)
                .param(7, clean(event.subjectName()))
                .param(8, clean(event.detail()))
                .update();
    }

    private static String actor() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null || authentication instanceof AnonymousAuthenticationToken
                ? "portal"
                : authentication.getName();
    }

    private static String remoteAddress() {
        if (RequestContextHolder.getRequestAttributes()
                instanceof ServletRequestAttributes attributes) {
            HttpServletRequest request = attributes.getRequest();
            String address = request.getRemoteAddr();
            return address == null ? "" : address;
        }
        return "";
    }

    /// PostgreSQL takes no NUL in a text, and nobody reads a novel here.
    private static String clean(String text) {
        String kept = text.replace("\0", "");
        return kept.length() <= MAX_TEXT ? kept : kept.substring(0, MAX_TEXT);
    }
}
