package io.fieldgate.portal.fleet.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fieldgate.portal.fleet.CreatedNode;
import io.fieldgate.portal.fleet.NodeView;
import java.time.Instant;

/// A node with an activation code that is shown this once.
record NodeAnswer(
        @JsonUnwrapped NodeView node, String activationCode, Instant activationExpiresAt) {
    static NodeAnswer of(CreatedNode created) {
        return new NodeAnswer(
                created.node(), created.activationCode(), created.activationExpiresAt());
    }
}
