package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One session of a node or client, live or past, as its secure server told it.
///
/// @param since when the tunnel came up
/// @param tlsVersion such as `TLSv1.3`; this and the four below are empty where they are not known
/// @param keyDerivation where the data keys come from: `tls-ekm` or `prf`
/// @param clientCiphers the data channel ciphers that the client offers
/// @param guiVersion the client's user interface, such as `OpenVPN_GUI_11.52.0.0`
/// @param abilities what the client can do, in OpenVPN's words
/// @param endedAt when it went down; empty while it is live
/// @param endReason the close reason, such as `PEER_EXIT`; empty while it is live
/// @param confirmedAt when the secure server last reported: a live session was live then
/// @param untold what its peer may reach only from its next dial-in on
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
        String tlsVersion,
        String keyDerivation,
        String clientCiphers,
        String guiVersion,
        String abilities,
        long bytesReceived,
        long bytesSent,
        Optional<Instant> endedAt,
        String endReason,
        Instant confirmedAt,
        UntoldSubnets untold) {
    public boolean live() {
        return endedAt.isEmpty();
    }
}
