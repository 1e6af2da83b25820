package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.fleet.UntoldSubnets;
import io.fieldgate.portal.shared.web.Moment;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Live sessions in the words of the pages.
final class Tunnels {
    private static final Pattern UP_TO_2_4 = Pattern.compile("2\\.[0-4](?![0-9])");

    /// Subnets that are named in one line.
    private static final int NAMED = 8;

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
                software(session),
                protection(session),
                abilities(session),
                hint(session),
                words(session.untold()));
    }

    /// Some subnets, and how many there are beside them.
    private static String words(UntoldSubnets untold) {
        List<Cidr> prefixes = untold.prefixes();
        List<Cidr> shown = prefixes.subList(0, Math.min(NAMED, prefixes.size()));
        int others = prefixes.size() - shown.size() + untold.more();
        return shown.stream().map(Cidr::toString).collect(Collectors.joining(", "))
                + (others == 0 ? "" : " and " + others + " more");
    }

    private static String software(Session session) {
        String version = session.clientVersion().isBlank() ? "" : " " + session.clientVersion();
        String platform = session.platform().isBlank() ? "" : " on " + session.platform();
        String gui = session.guiVersion().isBlank() ? "" : " (" + session.guiVersion() + ")";
        return "OpenVPN"
                + version
                + platform
                + gui
                + ", over "
                + session.transport().toUpperCase(Locale.ROOT);
    }

    private static String protection(Session session) {
        String tls = session.tlsVersion().replaceFirst("^TLSv", "TLS ");
        String keys =
                switch (session.keyDerivation()) {
                    case "tls-ekm" -> "keys from TLS";
                    case "prf" -> "keys derived in the old way";
                    default -> "";
                };
        return Stream.of(session.cipher(), tls, keys)
                .filter(word -> !word.isBlank())
                .collect(Collectors.joining(", "));
    }

    private static String abilities(Session session) {
        String ciphers = session.clientCiphers().replace(":", ", ");
        return Stream.of(ciphers, session.abilities().replace(" ", ", "))
                .filter(words -> !words.isBlank())
                .collect(Collectors.joining("; "));
    }

    private static String hint(Session session) {
        if (UP_TO_2_4.matcher(session.clientVersion()).lookingAt()
                || session.cipher().contains("CBC")) {
            return "Old software: it gets no security fixes any more, and its tunnel is protected"
                    + " less well than others. Replace it when you can.";
        }
        return session.keyDerivation().equals("prf")
                ? "Software from before OpenVPN 2.6. It works; update it when you can, for stronger"
                        + " keys."
                : "";
    }
}
