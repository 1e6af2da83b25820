package io.fieldgate.portal.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Tells which sites a client may reach. Implemented by another module.
public interface ReachSource {
    /// The subnets in force of which the client may reach at least a part, by node. A node of which
    /// it may reach nothing is not there. Called in a transaction.
    ///
    /// @return empty if no rule limits the client: it reaches all
    Optional<Map<UUID, Set<String>>> limitedReach(UUID secureServerId, UUID clientId);
}
