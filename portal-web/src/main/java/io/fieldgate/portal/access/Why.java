package io.fieldgate.portal.access;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.SessionBook;
import io.fieldgate.portal.shared.RefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Finds out why a client cannot reach something. Takes no longer than [#PATIENCE] and a moment.
@Service
public class Why {
    /// How long an answer of the secure server is waited for. It has one within three seconds.
    static final Duration PATIENCE = Duration.ofMillis(4_200);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MAX_TARGET = 253;

    private final Clients clients;
    private final SecureServers servers;
    private final NodePlaces places;
    private final Policies policies;
    private final RuleViews rules;
    private final SessionBook sessions;
    private final Probes probes;
    private final TransactionTemplate reading;

    Why(
            Clients clients,
            SecureServers servers,
            NodePlaces places,
            Policies policies,
            RuleViews rules,
            SessionBook sessions,
            Probes probes,
            PlatformTransactionManager transactions) {
        this.clients = clients;
        this.servers = servers;
        this.places = places;
        this.policies = policies;
        this.rules = rules;
        this.sessions = sessions;
        this.probes = probes;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /// Looks at one hop after the other; if all that the portal knows is well, the secure server
    /// asks the device.
    ///
    /// @param rawTarget an address, a node's or device's name, or a DNS name
    /// @param port TCP port; null: any connection
    public WhyAnswer why(UUID clientId, @Nullable String rawTarget, @Nullable Integer port) {
        String target = parse(rawTarget);
        if (port != null && (port < 1 || port > 65_535)) {
            throw RefusedException.invalid("port", "A port is a number from 1 to 65535.");
        }
        WhyTrace trace = new WhyTrace();
        reading.executeWithoutResult(_ -> judge(clientId, target, port, trace));
        FoundTarget.@Nullable At at = trace.target();
        if (at == null || trace.failed()) {
            return trace.answer("", "");
        }
        UUID probe = probes.ask(at.node().view(), at.address().addressText(), port);
        Optional<ProbeTable.Answer> answer = await(probe);
        if (answer.isEmpty()) {
            trace.fail(
                    WhyAnswer.Hop.SECURE_SERVER,
                    "The secure server did not answer the question whether "
                            + at.name()
                            + " is there.",
                    "Its page tells whether it runs and reports. Try again in a moment.");
        } else {
            ProbeWords.tell(at, port, answer.get(), trace);
        }
        return trace.answer(
                ProbeWords.allWell(at, port, answer.map(ProbeTable.Answer::millis).orElse(0)),
                "If a program still cannot reach it, look at the program's own settings and at a"
                        + " firewall on the client's computer. If the client's own network uses the"
                        + " same addresses as the site, use a profile with more specific routes.");
    }

    private void judge(UUID clientId, String target, @Nullable Integer port, WhyTrace trace) {
        ClientView client = clients.get(clientId);
        UUID serverId = client.secureServerId();
        SecureServerView server = servers.get(serverId);
        boolean identical = server.mode() == RoutingMode.IDENTICAL_NETWORKS;
        Set<UUID> selected = identical ? places.selectedBy(clientId) : Set.of();
        FoundTarget found =
                new TargetFinder(places.all(serverId), selected, identical).find(target);
        new WhyHops(
                        server,
                        client,
                        selected,
                        identical,
                        new PolicyEvaluator(policies.policy(serverId)),
                        rules.ofServer(serverId),
                        sessions.untold(clientId),
                        port)
                .judge(found, trace);
    }

    private Optional<ProbeTable.Answer> await(UUID probe) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<ProbeTable.Answer> answer = probes.answer(probe);
            if (answer.isPresent() || System.nanoTime() - deadline > 0) {
                return answer;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
        }
    }

    private static String parse(@Nullable String raw) {
        String text = raw == null ? "" : raw.strip();
        if (text.isEmpty() || text.length() > MAX_TARGET || text.indexOf('\0') >= 0) {
            throw RefusedException.invalid(
                    "target",
                    "Enter what shall be reached: an address such as 192.168.1.10, or the name of"
                            + " a node or device.");
        }
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /// What came of asking.
    private static final class ProbeWords {
        private ProbeWords() {}

        static void tell(
                FoundTarget.At at,
                @Nullable Integer port,
                ProbeTable.Answer answer,
                WhyTrace trace) {
            String what = at.isNodeItself() ? "The node itself" : at.name();
            String node = at.node().name();
            ProbeAnswered.Outcome outcome = answer.outcome();
            switch (outcome) {
                case ANSWERED ->
                        trace.pass(WhyAnswer.Hop.DEVICE, allWell(at, port, answer.millis()));
                case REFUSED ->
                        trace.fail(
                                WhyAnswer.Hop.PORT,
                                what
                                        + " is there, but refuses connections to TCP port "
                                        + port
                                        + ".",
                                "Check the port, and whether the service is switched on in the"
                                        + " device.");
                case SILENT ->
                        trace.fail(
                                WhyAnswer.Hop.DEVICE,
                                what
                                        + (port == null ? "" : ", TCP port " + port + ",")
                                        + " does not answer behind \""
                                        + node
                                        + "\".",
                                "Have somebody at the site look whether it is switched on and"
                                        + " plugged in, and whether its default gateway is the"
                                        + " router. Some devices never answer a ping: then ask"
                                        + " with a port.");
                case NODE_OFFLINE ->
                        trace.fail(
                                WhyAnswer.Hop.NODE_OFFLINE,
                                "The node \"" + node + "\" has just lost its connection.",
                                "Have somebody at the site look at the router's power and Internet"
                                        + " access.");
                case NOT_BEHIND_NODE ->
                        trace.fail(
                                WhyAnswer.Hop.SUBNET,
                                "The secure server has no subnet with "
                                        + at.address().addressText()
                                        + " in force behind \""
                                        + node
                                        + "\".",
                                "Look at the node's page whether its subnet is in force.");
            }
        }

        static String allWell(FoundTarget.At at, @Nullable Integer port, int millis) {
            return (at.isNodeItself() ? "The node \"" + at.node().name() + "\"" : at.name())
                    + (port == null ? "" : ", TCP port " + port + ",")
                    + " answers, in "
                    + millis
                    + " ms.";
        }
    }
}
