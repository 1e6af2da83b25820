package io.fieldgate.portal.fleet.web;

import java.util.List;

/// What a client's page says of the sites that it reaches.
///
/// @param selectable whether sites are selected here: in Identical Networks
/// @param selected names of the selected sites
/// @param splitRoutes whether each subnet is pushed as two halves
/// @param overlap the subnet of a site that the client's own network seems to use too; empty if
///   none
record SitesCard(boolean selectable, List<String> selected, boolean splitRoutes, String overlap) {
    /// The selected sites in one line.
    public String names() {
        return String.join(", ", selected);
    }
}
