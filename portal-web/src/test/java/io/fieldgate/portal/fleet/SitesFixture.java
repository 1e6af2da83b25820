package io.fieldgate.portal.fleet;

import static io.fieldgate.portal.fleet.FleetForTests.report;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerEvent.SubnetsAnnounced;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/// Enrolled secure servers, their announcements and their state, for the tests of sites.
@Component
class SitesFixture {
    private final FleetForTests fleet;
    private final DesiredStates states;
    private final ReportBook reports;
    private final ServerKeys keys;
    private final ApiTokens tokens;

    SitesFixture(
            FleetForTests fleet,
            DesiredStates states,
            ReportBook reports,
            ServerKeys keys,
            ApiTokens tokens) {
        this.fleet = fleet;
        this.states = states;
        this.reports = reports;
        this.keys = keys;
        this.tokens = tokens;
    }

    Plant plant(RoutingMode mode, MockMvcTester web) {
        SecureServerView server = fleet.server(mode);
        Scope.operator().run(() -> keys.keyOf(server.tenantId(), server.id()));
        return new Plant(server, Api.as(web, tokens, Role.ADMIN, server.tenantId()), web);
    }

    /// A secure server of one tenant with an admin.
    final class Plant {
        final UUID tenant;
        final UUID server;
        final Api admin;
        private final MockMvcTester web;
        private final UUID boot = UUID.randomUUID();
        private long sequence;

        private Plant(SecureServerView view, Api admin, MockMvcTester web) {
            this.tenant = view.tenantId();
            this.server = view.id();
            this.admin = admin;
            this.web = web;
        }

        Api as(Role role) {
            return Api.as(web, tokens, role, tenant);
        }

        void announce(UUID node, String... prefixes) {
            List<SubnetsAnnounced.Verdict> verdicts =
                    Arrays.stream(prefixes)
                            .map(prefix -> new SubnetsAnnounced.Verdict(prefix, true, null))
                            .toList();
            SubnetsAnnounced event = new SubnetsAnnounced(Instant.now(), node.toString(), verdicts);
            new Scope.Tenant(tenant)
                    .run(() ->
                            reports.apply(
                                    tenant, server, report(server, boot, ++sequence, null, event)));
        }

        Api.Answer change(Map<String, ?> settings) {
            return admin.call(HttpMethod.PATCH, settings, "/secure-servers/{id}", server);
        }

        Api.Answer select(UUID client, UUID... nodes) {
            return admin.call(
                    HttpMethod.PUT,
                    Map.of("nodeIds", List.of(nodes)),
                    "/clients/{id}/site-selection",
                    client);
        }

        Optional<StateUpdate> since(long revision) {
            return new Scope.Tenant(tenant).call(() -> states.since(server, revision));
        }

        StateUpdate state() {
            return since(0).orElseThrow();
        }

        Peer peer(UUID id) {
            return state().peers().stream()
                    .filter(peer -> peer.id().equals(id.toString()))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> inForce(UUID node) {
            return peer(node).subnets().stream().map(Peer.Subnet::prefix).toList();
        }
    }
}
