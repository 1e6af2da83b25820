package io.fieldgate.portal.fleet;

import java.time.Instant;

/// The last time that a secure server did not let a node or client in.
///
/// @param remoteAddress where it dialled from
/// @param reason in words
public record PeerRefusal(Instant at, String remoteAddress, String reason) {}
