package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import java.util.List;

/// The sites that a client can select, as its picker shows them.
///
/// @param path where it stands; forms and live parts are below it
/// @param name the client's
/// @param state the client's
/// @param online whether the client is connected
/// @param ended whether the client is revoked: nothing can be selected any more
/// @param selected the present selection
/// @param sites those whose names contain the query
/// @param query empty for all
/// @param more whether there are more sites than are shown
/// @param reconnect subnets of selected sites that the client reaches only from its next dial-in
///   on; empty if there are none
record PickerView(
        String path,
        String name,
        Badge state,
        boolean online,
        boolean ended,
        List<SiteRow> selected,
        List<SiteRow> sites,
        String query,
        boolean more,
        String reconnect) {

    /// Whether any site is selected.
    public boolean some() {
        return !selected.isEmpty();
    }
}
