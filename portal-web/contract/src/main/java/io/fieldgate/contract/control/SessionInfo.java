package io.fieldgate.contract.control;

import java.time.Instant;

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
        long bytesSent) {}
