package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A site as one client sees it, in Identical Networks.
///
/// @param nodeId the node there
/// @param name the node's name
/// @param state the node's
/// @param since when its state began; null while it is pending
/// @param selected whether the client has selected it
/// @param subnets in force there
/// @param others the other clients that have selected it, by name
public record SiteView(
        UUID nodeId,
        String name,
        String description,
        PeerState state,
        @Nullable Instant since,
        @Nullable String dnsName,
        boolean selected,
        List<SubnetView> subnets,
        List<Other> others) {
    public SiteView {
        subnets = List.copyOf(subnets);
        others = List.copyOf(others);
    }

    /// The same site with some of its subnets alone.
    SiteView withSubnets(Collection<String> prefixes) {
        return new SiteView(
                nodeId,
                name,
                description,
                state,
                since,
                dnsName,
                selected,
                subnets.stream().filter(subnet -> prefixes.contains(subnet.prefix())).toList(),
                others);
    }

    /// Another client that has selected the site.
    ///
    /// @param online whether it is connected now
    /// @param since when it selected the site
    public record Other(UUID clientId, String name, boolean online, Instant since) {}
}
