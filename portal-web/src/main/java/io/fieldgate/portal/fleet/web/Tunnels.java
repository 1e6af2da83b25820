package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.shared.web.Moment;
import java.util.Locale;

/// Live sessions in the words of the pages.
final class Tunnels {
    private Tunnels() {}

    static SessionRow row(Session session, String name, String path, String word, Moment since) {
        return new SessionRow(
                session.id().toString(),
                name,
                path,
                word,
                since,
                session.remoteAddress(),
                Amounts.words(session.bytesReceived())
                        + " in, "
                        + Amounts.words(session.bytesSent())
                        + " out",
                software(session));
    }

    private static String software(Session session) {
        String version = session.clientVersion().isBlank() ? "" : " " + session.clientVersion();
        String platform = session.platform().isBlank() ? "" : " on " + session.platform();
        return "OpenVPN"
                + version
                + platform
                + ", over "
                + session.transport().toUpperCase(Locale.ROOT);
    }
}
