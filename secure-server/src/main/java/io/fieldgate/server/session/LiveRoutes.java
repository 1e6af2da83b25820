package io.fieldgate.server.session;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.LiveSettings;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells connected peers when the subnets that they reach change, or the name servers. Those whose
/// client cannot be told get them when they dial in next; until then the portal knows what they
/// lack. Owned by the worker thread.
final class LiveRoutes {
    private final SessionTables tables;
    private final Consumer<VpnSession> touched;
    private final Consumer<VpnSession> lacking;

    /// @param touched called for each session that sent something
    /// @param lacking called for each session that lacks other routes than before
    LiveRoutes(SessionTables tables, Consumer<VpnSession> touched, Consumer<VpnSession> lacking) {
        this.tables = tables;
        this.touched = touched;
        this.lacking = lacking;
    }

    /// Brings all up to date.
    ///
    /// @param names name servers for clients
    /// @param except is being admitted and gets its routes with that
    /// @param onDefect called for a session that fails by a defect of this program
    void spread(
            long now,
            Roster roster,
            Admission.Dns names,
            @Nullable VpnSession except,
            BiConsumer<VpnSession, RuntimeException> onDefect) {
        for (VpnSession session : tables.all()) {
            PeerSlot slot = session.slot();
            if (slot == null || session.isEnded() || session == except) {
                continue;
            }
            try {
                tell(now, session, roster.routesFor(slot), PushedNames.to(slot, names));
            } catch (RuntimeException defect) {
                onDefect.accept(session, defect);
            }
        }
    }

    private void tell(
            long now, VpnSession session, List<Admission.Route> routes, Admission.Dns names) {
        boolean news =
                !routes.equals(session.pushedRoutes()) || !names.equals(session.pushedNames());
        if (news && session.protocol().update(now, new LiveSettings(routes, names), session)) {
            session.pushed(routes, names);
            touched.accept(session);
        } else if (session.lacks(routes)) {
            lacking.accept(session);
        }
    }
}
