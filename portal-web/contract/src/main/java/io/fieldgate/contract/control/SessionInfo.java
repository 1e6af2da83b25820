package io.fieldgate.contract.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One live session.
///
/// @param sessionId UUID
/// @param peerId the node's or client's UUID
/// @param since when the tunnel came up
/// @param remoteAddress where the peer dials from, `address:port`
/// @param transport `udp` or `tcp`
/// @param vpnAddress the peer's VPN address
/// @param cipher data channel cipher
/// @param clientVersion the peer's `IV_VER`, printable ASCII, at most 64 characters
/// @param platform the peer's `IV_PLAT`, printable ASCII, at most 64 characters
/// @param bytesReceived payload bytes from the peer so far
/// @param bytesSent payload bytes to the peer so far
/// @param client more about the connection and the client; null from a server that does not tell
public record SessionInfo(
        String sessionId,
        String peerId,
        Instant since,
        String remoteAddress,
        String transport,
        String vpnAddress,
        String cipher,
        String clientVersion,
        String platform,
        long bytesReceived,
        long bytesSent,
        @Nullable ClientDetails client) {
    /// Without what can be left out.
    public SessionInfo(
            String sessionId,
            String peerId,
            Instant since,
            String remoteAddress,
            String transport,
            String vpnAddress,
            String cipher,
            String clientVersion,
            String platform,
            long bytesReceived,
            long bytesSent) {
        this(
                sessionId,
                peerId,
                since,
                remoteAddress,
                transport,
                vpnAddress,
                cipher,
                clientVersion,
                platform,
                bytesReceived,
                bytesSent,
                null);
    }

    /// What the connection agreed on, and what the client says it can do.
    ///
    /// @param tlsVersion such as `TLSv1.3`
    /// @param keyDerivation where the data keys come from: `tls-ekm` (the exporter of TLS) or `prf`
    ///   (OpenVPN's own)
    /// @param ciphers the client's `IV_CIPHERS`, printable ASCII, at most 200 characters
    /// @param guiVersion the client's `IV_GUI_VER`, printable ASCII, at most 64 characters
    /// @param abilities what it can do, in OpenVPN's words, such as `data-v2 tls-key-export`; at
    ///   most 200 characters
    public record ClientDetails(
            String tlsVersion,
            String keyDerivation,
            String ciphers,
            String guiVersion,
            String abilities) {}
}
