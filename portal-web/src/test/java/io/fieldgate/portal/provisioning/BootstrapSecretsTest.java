package io.fieldgate.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class BootstrapSecretsTest {
    private static final int RACERS = 50;

    @Autowired private FleetForTests fleet;
    @Autowired private SecureServers servers;
    @Autowired private BootstrapSecrets secrets;
    @Autowired private TransactionTemplate transaction;

    @Test
    void ofManyCallsWithOneSecretExactlyOneSucceeds() throws Exception {
        SecureServerView server = fleet.server();
        String secret = create(server);
        CountDownLatch start = new CountDownLatch(1);
        int successes = 0;
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                outcomes.add(
                        racers.submit(() -> {
                            start.await();
                            return consume(server.id(), secret);
                        }));
            }
            start.countDown();
            for (Future<Boolean> outcome : outcomes) {
                successes += outcome.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
        }
        assertThat(successes).isEqualTo(1);
        assertThat(consume(server.id(), secret)).isFalse();
    }

    @Test
    void aRolledBackEnrolmentLeavesTheSecretGood() {
        SecureServerView server = fleet.server();
        String secret = create(server);
        Scope.operator()
                .run(() ->
                        transaction.executeWithoutResult(status -> {
                            assertThat(secrets.consume(server.id(), secret)).isTrue();
                            status.setRollbackOnly();
                        }));
        assertThat(consume(server.id(), secret)).isTrue();
    }

    @Test
    void aSecretIsGoodForItsOwnSecureServerOnly() {
        SecureServerView server = fleet.server();
        String secret = create(server);
        assertThat(consume(fleet.server().id(), secret)).isFalse();
        assertThat(consume(server.id(), secret + "x")).isFalse();
        assertThat(consume(server.id(), "")).isFalse();
        assertThat(consume(server.id(), secret)).isTrue();
    }

    @Test
    void aNewSecretMakesTheOneBeforeWorthless() {
        SecureServerView server = fleet.server();
        String first = create(server);
        String second = create(server);
        assertThat(consume(server.id(), first)).isFalse();
        assertThat(consume(server.id(), second)).isTrue();
    }

    @Test
    void aDeletedSecureServersSecretIsWorthless() {
        SecureServerView server = fleet.server();
        String secret = create(server);
        Scope.operator().run(() -> servers.delete(server.id()));
        assertThat(consume(server.id(), secret)).isFalse();
    }

    private String create(SecureServerView server) {
        return Scope.operator().call(() -> secrets.create(server.tenantId(), server.id()));
    }

    private boolean consume(UUID serverId, String secret) {
        return Scope.operator()
                .call(() ->
                        Boolean.TRUE.equals(
                                transaction.execute(_ -> secrets.consume(serverId, secret))));
    }
}
