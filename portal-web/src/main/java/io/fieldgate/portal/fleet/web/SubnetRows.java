package io.fieldgate.portal.fleet.web;

import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.SubnetState;
import io.fieldgate.portal.fleet.SubnetView;
import java.util.List;
import java.util.Objects;

/// The subnets of a node in the words of its page.
final class SubnetRows {
    private SubnetRows() {}

    static List<PeerView.Subnet> of(NodeView node) {
        boolean open = node.state() != PeerState.REVOKED;
        return node.subnets().stream().map(subnet -> row(subnet, open)).toList();
    }

    private static PeerView.Subnet row(SubnetView subnet, boolean open) {
        boolean announced = subnet.source() == SubnetSource.ANNOUNCED;
        return new PeerView.Subnet(
                subnet.prefix(),
                Objects.requireNonNullElse(subnet.mappedPrefix(), ""),
                Badges.of(subnet.state()),
                Objects.requireNonNullElse(subnet.reason(), ""),
                switch (subnet.source()) {
                    case ANNOUNCED -> "the router";
                    case ADMIN -> "an admin";
                },
                open && !announced,
                open && announced && subnet.state() != SubnetState.ACTIVE && subnet.fits(),
                open && announced && subnet.state() != SubnetState.REFUSED);
    }
}
