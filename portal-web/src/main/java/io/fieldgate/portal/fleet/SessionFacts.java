package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.contract.control.SessionInfo.ClientDetails;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// What a report says of one live session, parsed: ids are ids, texts are printable and short,
/// times do not lie in the future.
///
/// The other side is a secure server, which talks to the whole internet: nothing of it is taken as
/// it comes.
record SessionFacts(
        UUID sessionId,
        UUID peerId,
        Instant since,
        String remoteAddress,
        String transport,
        String vpnAddress,
        String cipher,
        String clientVersion,
        String platform,
        long bytesReceived,
        long bytesSent,
        String tlsVersion,
        String keyDerivation,
        String clientCiphers,
        String guiVersion,
        String abilities) {
    /// Of a secure server that does not tell more about the client.
    private static final ClientDetails UNKNOWN = new ClientDetails("", "", "", "", "");

    static SessionFacts parse(SessionInfo info, Instant now) {
        ClientDetails client = Objects.requireNonNullElse(info.client(), UNKNOWN);
        return new SessionFacts(
                ReportText.id("sessionId", info.sessionId()),
                ReportText.id("peerId", info.peerId()),
                ReportText.notAfter(now, info.since()),
                ReportText.printable(info.remoteAddress()),
                ReportText.printable(info.transport()).toLowerCase(Locale.ROOT),
                ReportText.printable(info.vpnAddress()),
                ReportText.printable(info.cipher()),
                ReportText.printable(info.clientVersion()),
                ReportText.printable(info.platform()),
                ReportText.count(info.bytesReceived()),
                ReportText.count(info.bytesSent()),
                ReportText.printable(client.tlsVersion()),
                ReportText.printable(client.keyDerivation()),
                ReportText.printable(client.ciphers()),
                ReportText.printable(client.guiVersion()),
                ReportText.printable(client.abilities()));
    }

    /// Parses a snapshot; a session that is named twice counts once.
    static List<SessionFacts> parseAll(Collection<SessionInfo> sessions, Instant now) {
        Map<UUID, SessionFacts> byId = new LinkedHashMap<>();
        for (SessionInfo session : sessions) {
            SessionFacts facts = parse(session, now);
            byId.put(facts.sessionId(), facts);
        }
        return List.copyOf(byId.values());
    }
}
