package io.fieldgate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.portal.access.WhyAnswer.Hop;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.ProbeSource;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Deadline;
import io.fieldgate.portal.testing.PortalTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PortalTest
class WhyTest {
    @Autowired FleetForTests fleet;
    @Autowired ReportBook reports;
    @Autowired ProbeSource probes;
    @Autowired Devices devices;
    @Autowired Rules rules;
    @Autowired Why why;

    private SecureServerView server;
    private UUID pump;
    private UUID anna;
    private AccessForTests reporter;

    @BeforeEach
    void aPlantWithOneSite() {
        server = fleet.server();
        pump = fleet.node(server.id(), "Pump 07", "192.168.1.0/24");
        anna = fleet.client(server.id(), "Anna");
        reporter = new AccessForTests(reports, server.tenantId(), server.id());
        Scope.operator()
                .run(() ->
                        devices.add(
                                pump, new NewDevice("PLC 1", null, "192.168.1.10", null, null)));
    }

    @Test
    void theFirstHopThatFailsIsNamed() {
        assertThat(ask("PLC 1", null).hop()).isEqualTo(Hop.CLIENT_OFFLINE);
        reporter.connected(anna);
        WhyAnswer offline = ask("PLC 1", null);
        assertThat(offline.hop()).isEqualTo(Hop.NODE_OFFLINE);
        assertThat(offline.sentence()).contains("Pump 07", "never connected");
        assertThat(offline.address()).isEqualTo("192.168.1.10");
        reporter.connected(anna, pump);
        assertThat(ask("192.168.77.1", null).hop()).isEqualTo(Hop.SUBNET);
        assertThat(ask("no such thing", null).hop()).isEqualTo(Hop.TARGET);
        reporter.connected(anna);
        assertThat(ask("pump 07", null).sentence()).contains("is not connected since");
    }

    @Test
    void whatARouterAnnouncesAndNobodyCanHaveIsNotTakenForTheSubnetThatIsMeant() {
        reporter.connected(anna, pump);
        reporter.happened(
                new ServerEvent.SubnetsAnnounced(
                        Instant.now(),
                        pump.toString(),
                        List.of(
                                new ServerEvent.SubnetsAnnounced.Verdict(
                                        "0.0.0.0/0", false, "a default route"))));
        WhyAnswer answer = ask("172.31.1.1", null);
        assertThat(answer.hop()).isEqualTo(Hop.SUBNET);
        assertThat(answer.sentence()).contains("No node has a subnet with the address 172.31.1.1");
    }

    @Test
    void aRuleThatDeniesIsNamed() {
        reporter.connected(anna, pump);
        rules("192.168.1.0/24", Effect.DENY);
        WhyAnswer denied = ask("192.168.1.10", 102);
        assertThat(denied.hop()).isEqualTo(Hop.RULE);
        assertThat(denied.sentence()).contains("Rule 1 of the client \"Anna\" denies PLC 1");
        assertThat(denied.ruleId()).isNotNull();
        rules("192.168.1.99/32", Effect.ALLOW);
        WhyAnswer missing = ask("plc-1.pump-07", 102);
        assertThat(missing.hop()).isEqualTo(Hop.RULE);
        assertThat(missing.sentence()).contains("none of them allows");
    }

    @Test
    void aClientThatWasNotToldOfTheSubnetHasToDialInAgain() {
        reporter.connected(anna, pump);
        UUID session = reporter.sessionIds().getFirst();
        untold(session, List.of("192.168.1.0/24", "no prefix"), 0);
        WhyAnswer answer = ask("PLC 1", 102);
        assertThat(answer.hop()).isEqualTo(Hop.ROUTE);
        assertThat(answer.sentence()).contains("\"Anna\" does not know of 192.168.1.0/24");
        assertThat(answer.hint()).contains("Dial in again");
        rules("192.168.1.0/24", Effect.DENY);
        assertThat(ask("PLC 1", 102).hop()).as("an earlier hop").isEqualTo(Hop.RULE);
        rules("192.168.1.0/24", Effect.ALLOW);
        untold(session, List.of("10.0.0.0/8"), 0);
        assertThat(answered(Outcome.ANSWERED, "PLC 1", 102).reachable()).isTrue();
        untold(session, List.of("192.168.1.10/32"), 0);
        assertThat(ask("PLC 1", 102).hop()).isEqualTo(Hop.ROUTE);
        // The next dial-in is another session, which knows all.
        reporter.connected(anna, pump);
        assertThat(answered(Outcome.ANSWERED, "PLC 1", 102).reachable()).isTrue();
    }

    private void untold(UUID session, List<String> prefixes, int more) {
        reporter.happened(
                new ServerEvent.RoutesUntold(
                        Instant.now(), session.toString(), anna.toString(), prefixes, more));
    }

    @Test
    void whenThePortalKnowsNoFaultTheSecureServerAsksTheDevice() {
        reporter.connected(anna, pump);
        assertThat(answered(Outcome.SILENT, "PLC 1", null).hop()).isEqualTo(Hop.DEVICE);
        assertThat(answered(Outcome.REFUSED, "plc-1.pump-07", 502).hop()).isEqualTo(Hop.PORT);
        WhyAnswer well = answered(Outcome.ANSWERED, "192-168-1-10.pump-07.acme.internal", 102);
        assertThat(well.reachable()).isTrue();
        assertThat(well.hop()).isNull();
        assertThat(well.sentence()).isEqualTo("PLC 1, TCP port 102, answers, in 12 ms.");
        assertThat(well.steps()).allMatch(WhyAnswer.Step::passed);
        assertThat(answered(Outcome.ANSWERED, "Pump 07", null).sentence())
                .contains("The node \"Pump 07\" answers");
    }

    @Test
    void aSecureServerThatDoesNotAnswerIsToldWithinFiveSeconds() {
        reporter.connected(anna, pump);
        long begin = System.nanoTime();
        assertThat(ask("PLC 1", null).hop()).isEqualTo(Hop.SECURE_SERVER);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    private WhyAnswer answered(Outcome outcome, String target, @Nullable Integer port) {
        CompletableFuture<WhyAnswer> answer =
                CompletableFuture.supplyAsync(() -> ask(target, port));
        List<Probe> asked = new ArrayList<>();
        Deadline.in(Duration.ofSeconds(20))
                .until(
                        "a question",
                        () -> {
                            asked.addAll(
                                    Scope.operator()
                                            .call(() -> probes.probes(server.id(), 0))
                                            .stream()
                                            .filter(probe -> !known.contains(probe.id()))
                                            .toList());
                            return !asked.isEmpty();
                        });
        Probe probe = asked.getFirst();
        known.add(probe.id());
        assertThat(probe.nodeId()).isEqualTo(pump.toString());
        assertThat(probe.port()).isEqualTo(port);
        reporter.happened(new ServerEvent.ProbeAnswered(Instant.now(), probe.id(), outcome, 12));
        return answer.join();
    }

    private final List<String> known = new ArrayList<>();

    private WhyAnswer ask(String target, @Nullable Integer port) {
        return Scope.operator().call(() -> why.why(anna, target, port));
    }

    private void rules(String subnet, Effect effect) {
        Scope.operator()
                .run(() ->
                        rules.replace(
                                new Subject.Client(anna),
                                List.of(
                                        new RuleInput(
                                                null,
                                                null,
                                                List.of(subnet),
                                                null,
                                                null,
                                                null,
                                                null,
                                                effect,
                                                null))));
    }
}
