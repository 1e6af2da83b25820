package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Processes;
import io.fieldgate.e2e.support.Profiles;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Site;
import io.fieldgate.e2e.support.StockClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Parts die and come back; tunnels that need not end do not.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResilienceTest {
    private SharedInstallation.Fixture fixture;
    private String serverId;
    private Site site;
    private String nodeId;
    private StockClient node;
    private Namespace laptop;
    private StockClient client;

    @BeforeAll
    void aTunnelIsUp(SharedInstallation.Fixture shared) {
        fixture = shared;
        String tenant = shared.portal().tenant("Resilience");
        serverId = shared.portal().secureServer(tenant, "Plant");
        nodeId = shared.portal().node(serverId, "Pump");
        site = Site.build(shared.lab(), "res", "192.168.30");
        node =
                StockClient.start(
                                site.router(),
                                Profiles.announcing(
                                        shared.portal().nodeProfile(nodeId), site.subnet()))
                        .awaitUp();
        shared.portal().awaitNodeState(nodeId, "ONLINE");
        laptop = shared.lab().host("laptop");
        String clientId = shared.portal().client(serverId, "Laptop");
        client = StockClient.start(laptop, shared.portal().clientProfile(clientId)).awaitUp();
        assertThat(laptop.comesToReach(site.plcAddress())).isTrue();
    }

    @AfterAll
    void tunnelsEnd() {
        client.close();
        node.close();
    }

    @Test
    void tunnelsStayUpWhileThePortalRestarts() {
        int timesUp = client.timesUp();
        int nodeTimesUp = node.timesUp();
        Processes.kill(fixture.installation(), "portal");
        Eventually.throughout(
                "the PLC answers", Duration.ofSeconds(10), () -> laptop.reaches(site.plcAddress()));
        Eventually.until(
                "the portal answers again",
                Duration.ofSeconds(90),
                () -> answers("/secure-servers/" + serverId));
        fixture.portal().awaitRunning(serverId);
        fixture.portal().awaitNodeState(nodeId, "ONLINE");
        assertThat(client.timesUp()).isEqualTo(timesUp);
        assertThat(node.timesUp()).isEqualTo(nodeTimesUp);
        assertThat(laptop.comesToReach(site.plcAddress())).isTrue();
    }

    @Test
    void tunnelsStayUpWhileTheDatabaseRestarts() {
        int timesUp = client.timesUp();
        Processes.kill(fixture.installation(), "postgres");
        Eventually.throughout(
                "the PLC answers", Duration.ofSeconds(5), () -> laptop.reaches(site.plcAddress()));
        Eventually.until(
                "the portal works again",
                Duration.ofSeconds(60),
                () -> answers("/secure-servers/" + serverId));
        fixture.portal().awaitNodeState(nodeId, "ONLINE");
        assertThat(client.timesUp()).isEqualTo(timesUp);
    }

    @Test
    void tunnelsComeBackByThemselvesWhenTheSecureServerDies() {
        int timesUp = client.timesUp();
        int nodeTimesUp = node.timesUp();
        Processes.killSecureServer(fixture.installation(), serverId);
        client.awaitUp(timesUp + 1);
        node.awaitUp(nodeTimesUp + 1);
        Eventually.until(
                "the PLC answers again",
                Duration.ofSeconds(30),
                () -> laptop.reaches(site.plcAddress()));
        fixture.portal().awaitNodeState(nodeId, "ONLINE");
        fixture.portal().awaitRunning(serverId);
    }

    private boolean answers(String path) {
        try {
            return fixture.portal().api().get(path).status() == 200;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }
}
