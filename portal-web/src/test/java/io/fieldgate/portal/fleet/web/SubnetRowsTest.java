package io.fieldgate.portal.fleet.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.SubnetState;
import io.fieldgate.portal.fleet.SubnetView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which buttons a subnet has on its node's page.
class SubnetRowsTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, PENDING, true",
        "10.1.0.0/16, REFUSED, true",
        "10.1.0.0/16, ACTIVE, false",
        "fd12:1::/48, REFUSED, true",
        "0.0.0.0/0, REFUSED, false",
        "127.0.0.0/8, REFUSED, false",
        "fe80::/64, REFUSED, false",
        "junk, REFUSED, false",
    })
    void onlyWhatCanComeInForceIsApproved(String prefix, SubnetState state, boolean approvable) {
        SubnetView subnet = new SubnetView(prefix, SubnetSource.ANNOUNCED, state, "a reason", null);
        assertThat(SubnetRows.of(node(subnet)).getFirst().approvable()).isEqualTo(approvable);
    }

    private static NodeView node(SubnetView subnet) {
        UUID id = UUID.randomUUID();
        return new NodeView(
                id,
                id,
                id,
                "Pump",
                "",
                PeerState.ONLINE,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                "100.64.0.2",
                null,
                null,
                List.of(subnet),
                Instant.EPOCH);
    }
}
