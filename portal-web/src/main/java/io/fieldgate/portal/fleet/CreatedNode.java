package io.fieldgate.portal.fleet;

import java.time.Instant;

/// A new node, and the code that turns a router into it.
///
/// @param activationCode shown once; only its hash is kept
/// @param activationExpiresAt until when the code can be used
public record CreatedNode(NodeView node, String activationCode, Instant activationExpiresAt) {}
