package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.tenant.Tenants;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PortalTest
class ParallelCreationTest {
    @Autowired Tenants tenants;
    @Autowired SecureServers servers;
    @Autowired Nodes nodes;

    @Test
    void parallelNodesHaveAddressesAndRevisionsOfTheirOwn() throws Exception {
        UUID server = server(tenant());
        List<NodeView> made =
                inParallel(40, i -> () -> nodes.create(server, "Node " + i, "", List.of()).node());
        assertThat(made).extracting(NodeView::vpnAddress).doesNotHaveDuplicates().hasSize(40);
        assertThat(Scope.operator().call(() -> servers.get(server)).desiredRevision())
                .isEqualTo(41);
    }

    @Test
    void parallelSecureServersHavePortsAndNetworksOfTheirOwn() throws Exception {
        UUID tenant = tenant();
        List<SecureServerView> made =
                inParallel(
                        12,
                        i -> () -> servers.create(tenant, "Server " + i, RoutingMode.ONE_TO_MANY));
        assertThat(made).extracting(s -> s.endpoints().getFirst().port()).doesNotHaveDuplicates();
        assertThat(made).extracting(SecureServerView::network).doesNotHaveDuplicates();
    }

    @Test
    void oneOfManyParallelNodesGetsTheName() throws Exception {
        UUID server = server(tenant());
        List<Boolean> made =
                inParallel(
                        16,
                        _ ->
                                () -> {
                                    try {
                                        nodes.create(server, "The one", "", List.of());
                                        return true;
                                    } catch (RefusedException e) {
                                        assertThat(e.refusal().type()).isEqualTo("name-taken");
                                        return false;
                                    }
                                });
        assertThat(made).filteredOn(won -> won).hasSize(1);
    }

    @Test
    void oneOfTwoParallelOverlappingSubnetsIsTaken() throws Exception {
        UUID server = server(tenant());
        List<Boolean> made =
                inParallel(
                        8,
                        i ->
                                () -> {
                                    try {
                                        nodes.create(
                                                server, "Node " + i, "", List.of("10.1.0.0/16"));
                                        return true;
                                    } catch (RefusedException e) {
                                        assertThat(e.refusal().type()).isEqualTo("subnet-overlaps");
                                        return false;
                                    }
                                });
        assertThat(made).filteredOn(won -> won).hasSize(1);
    }

    private UUID tenant() {
        return Scope.operator().call(() -> tenants.create(Names.unique("Parallel"))).id();
    }

    private UUID server(UUID tenant) {
        return Scope.operator()
                .call(() -> servers.create(tenant, "Plant", RoutingMode.ONE_TO_MANY))
                .id();
    }

    private static <T> List<T> inParallel(int count, IntFunction<Callable<T>> task)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<T> each = task.apply(i);
                futures.add(threads.submit(() -> Scope.operator().call(each::call)));
            }
            for (Future<T> future : futures) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
        }
        return results;
    }
}
