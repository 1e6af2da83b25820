package io.fieldgate.portal.fleet;

import java.util.List;

/// What the holder of a personal link sees: its client, and the sites that this client may reach.
///
/// @param untold what the client reaches only from its next dial-in on
/// @param selected the present selection
/// @param found the sites that were asked for, by name
/// @param more whether there are more than that
public record PickSight(
        ClientView client,
        UntoldSubnets untold,
        List<SiteView> selected,
        List<SiteView> found,
        boolean more) {
    public PickSight {
        selected = List.copyOf(selected);
        found = List.copyOf(found);
    }
}
