package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One session of a node or client, live or past, as its secure server told it.
///
/// @param since when the tunnel came up
/// @param endedAt when it went down; empty while it is live
/// @param endReason the close reason, such as `PEER_EXIT`; empty while it is live
/// @param confirmedAt when the secure server last reported: a live session was live then
public record Session(
        UUID id,
        UUID secureServerId,
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
        Optional<Instant> endedAt,
        String endReason,
        Instant confirmedAt) {
    public boolean live() {
        return endedAt.isEmpty();
    }
}
