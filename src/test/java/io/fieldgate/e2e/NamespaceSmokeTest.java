package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NamespaceSmokeTest {
    @Test
    void theTestsRunInANamespaceWithoutAWayOut() throws Exception {
        assertThat(Collections.list(NetworkInterface.getNetworkInterfaces()))
                .extracting(NetworkInterface::getName)
                .containsOnly("lo");
    }
}
