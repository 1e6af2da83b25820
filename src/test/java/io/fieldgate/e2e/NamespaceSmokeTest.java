package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Shell;
import java.net.NetworkInterface;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NamespaceSmokeTest {
    @Test
    void theTestsRunInANamespaceWithoutAWayOut() throws Exception {
        assertThat(Shell.run("ip", "route", "show", "default")).isEmpty();
        assertThat(Shell.run("ip", "-6", "route", "show", "default")).isEmpty();
        assertThat(Collections.list(NetworkInterface.getNetworkInterfaces()))
                .extracting(NetworkInterface::getName)
                .allMatch(name -> name.equals("lo") || name.startsWith("fgw"));
    }
}
