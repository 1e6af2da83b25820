package io.fieldgate.portal.fleet;

import java.util.List;
import java.util.UUID;

/// The sites whose own addresses a client reaches.
///
/// @param sites one for each of `nodeIds`
public record SiteSelectionView(UUID clientId, List<UUID> nodeIds, List<SiteView> sites) {
    public SiteSelectionView {
        nodeIds = List.copyOf(nodeIds);
        sites = List.copyOf(sites);
    }
}
