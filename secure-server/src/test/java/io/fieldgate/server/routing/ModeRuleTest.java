package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeRuleTest {
    @ParameterizedTest
    @CsvSource({
        "ONE_TO_MANY, CLIENT, NODE, true",
        "ONE_TO_MANY, NODE, CLIENT, true",
        "ONE_TO_MANY, NODE, NODE, false",
        "ONE_TO_MANY, CLIENT, CLIENT, false",
        "MANY_TO_MANY, CLIENT, NODE, true",
        "MANY_TO_MANY, NODE, CLIENT, true",
        "MANY_TO_MANY, NODE, NODE, true",
        "MANY_TO_MANY, CLIENT, CLIENT, false",
        "IDENTICAL_NETWORKS, CLIENT, NODE, true",
        "IDENTICAL_NETWORKS, NODE, CLIENT, true",
        "IDENTICAL_NETWORKS, NODE, NODE, false",
        "IDENTICAL_NETWORKS, CLIENT, CLIENT, false",
    })
    void whoMayTalkToWhom(RoutingMode mode, PeerKind one, PeerKind other, boolean permitted) {
        assertThat(ModeRule.permits(mode, one, other, false)).isEqualTo(permitted);
    }
}
