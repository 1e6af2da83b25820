package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A site in the picker.
///
/// @param state the node's
/// @param since when its state began; null while it is pending
/// @param combinable whether it can be selected beside those that are: its subnets overlap none of
///   theirs
/// @param subnets the devices' own subnets there
/// @param others the other clients that have selected it
record SiteRow(
        String id,
        String name,
        String description,
        Badge state,
        @Nullable Moment since,
        boolean selected,
        boolean combinable,
        List<String> subnets,
        List<Visitor> others) {

    /// @param online whether the client is connected now
    record Visitor(String name, boolean online) {}
}
