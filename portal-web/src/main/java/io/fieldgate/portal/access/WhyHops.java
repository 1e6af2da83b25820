package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.SecureServerState;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SubnetState;
import io.fieldgate.portal.fleet.UntoldSubnets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Judges the hops between a client and its target that the portal knows of, one after the other.
/// Pure: all facts are handed in.
///
/// @param selected the sites that the client has selected
/// @param identical whether the routing mode is Identical Networks
/// @param rules all rules, for their titles
/// @param untold what the client may reach and does not send into its tunnel yet
/// @param port TCP port; null: any connection
record WhyHops(
        SecureServerView server,
        ClientView client,
        Set<UUID> selected,
        boolean identical,
        PolicyEvaluator policy,
        List<RuleView> rules,
        UntoldSubnets untold,
        @Nullable Integer port) {

    /// Finds the first hop that fails, if one does.
    void judge(FoundTarget found, WhyTrace trace) {
        if (!serverWorks(trace) || !clientIsThere(trace)) {
            return;
        }
        switch (found) {
            case FoundTarget.Unknown unknown -> unknown(unknown, trace);
            case FoundTarget.Several several -> several(several, trace);
            case FoundTarget.NotInForce missing -> notInForce(missing, trace);
            case FoundTarget.At at -> at(at, trace);
        }
    }

    private boolean serverWorks(WhyTrace trace) {
        SecureServerState state = server.state();
        boolean works = state != SecureServerState.FAILED && state != SecureServerState.STOPPED;
        if (!works) {
            trace.fail(
                    WhyAnswer.Hop.SECURE_SERVER,
                    "The secure server \""
                            + server.name()
                            + "\" does not run. "
                            + server.stateDetail(),
                    "Look at the secure server's page: it says what hinders it.");
        }
        return works;
    }

    private boolean clientIsThere(WhyTrace trace) {
        String who = "The client \"" + client.name() + "\"";
        switch (client.state()) {
            case REVOKED, DISABLED -> {
                trace.fail(
                        WhyAnswer.Hop.CLIENT_CLOSED,
                        who + " may not connect: " + because(client.reason()),
                        "Add a new client for the device, if it shall reach your sites again.");
                return false;
            }
            case PENDING -> {
                trace.fail(
                        WhyAnswer.Hop.CLIENT_OFFLINE,
                        who + " has never connected.",
                        "Download its profile, import it in OpenVPN on the device and connect.");
                return false;
            }
            case OFFLINE -> {
                trace.fail(
                        WhyAnswer.Hop.CLIENT_OFFLINE,
                        who + " is not connected" + since(client.since()) + ".",
                        "Connect OpenVPN on the device, then try again.");
                return false;
            }
            case ONLINE ->
                    trace.pass(
                            WhyAnswer.Hop.CLIENT_OFFLINE,
                            who + " is connected" + since(client.since()) + ".");
        }
        return true;
    }

    private void unknown(FoundTarget.Unknown unknown, WhyTrace trace) {
        if (unknown.address().isPresent()) {
            trace.fail(
                    WhyAnswer.Hop.SUBNET,
                    "No node has a subnet with the address " + unknown.text() + " behind it.",
                    "Look at the node's page whether its subnet is there. The router announces it,"
                            + " or an admin adds it.");
        } else {
            trace.fail(
                    WhyAnswer.Hop.TARGET,
                    "No node and no device is called \"" + unknown.text() + "\".",
                    "Enter an address such as 192.168.1.10, or a name as it stands on the node's"
                            + " page.");
        }
    }

    private void several(FoundTarget.Several several, WhyTrace trace) {
        String names =
                several.nodes().stream()
                        .limit(5)
                        .map(node -> "\"" + node.name() + "\"")
                        .collect(Collectors.joining(", "));
        String more = several.nodes().size() > 5 ? " and others" : "";
        boolean chosen = several.nodes().stream().anyMatch(n -> selected.contains(n.id()));
        trace.fail(
                identical && !chosen ? WhyAnswer.Hop.SITE : WhyAnswer.Hop.TARGET,
                several.what() + " exists at several sites: " + names + more + ".",
                identical
                        ? "Select the site that is meant, or ask for the device's unique address or"
                                + " its name, such as plc1.pump-07."
                        : "Write the node's name behind it, such as plc1.pump-07.");
    }

    private void notInForce(FoundTarget.NotInForce missing, WhyTrace trace) {
        if (!nodeIsThere(missing.node(), trace)) {
            return;
        }
        NodePlace.SubnetPlace subnet = missing.subnet();
        boolean waits = subnet.state() != SubnetState.REFUSED;
        String reason = subnet.reason();
        trace.fail(
                WhyAnswer.Hop.SUBNET,
                "The subnet "
                        + subnet.prefix()
                        + " behind \""
                        + missing.node().name()
                        + "\" is not in force"
                        + (reason == null ? "." : ": " + reason),
                waits
                        ? "An admin approves it on the node's page."
                        : "The node's page says why it is refused.");
    }

    private void at(FoundTarget.At at, WhyTrace trace) {
        trace.target(at);
        if (nodeIsThere(at.node(), trace)
                && subnetIsInForce(at, trace)
                && siteIsSelected(at, trace)) {
            rulePermits(at, trace);
            if (!trace.failed()) {
                clientSendsIt(at, trace);
            }
        }
    }

    /// A client sends into its tunnel only what it was told of.
    private void clientSendsIt(FoundTarget.At at, WhyTrace trace) {
        if (at.isNodeItself()) {
            return;
        }
        Cidr dialled =
                identical && !at.byRealAddress()
                        ? at.node().mapped(at.address()).orElse(at.address())
                        : at.address();
        untold.covering(dialled)
                .ifPresent(subnet ->
                        trace.fail(
                                WhyAnswer.Hop.ROUTE,
                                "The client \""
                                        + client.name()
                                        + "\" does not know of "
                                        + subnet
                                        + ": it dialled in before it could be told, and its"
                                        + " software cannot be told of new subnets while it is"
                                        + " connected.",
                                "Dial in again on the device: end the connection in OpenVPN and"
                                        + " connect. OpenVPN 2.7 does without; for older software"
                                        + " an admin can name the networks of future sites on the"
                                        + " secure server's page."));
    }

    private boolean nodeIsThere(NodePlace place, WhyTrace trace) {
        NodeView node = place.view();
        String who = "The node \"" + node.name() + "\"";
        if (node.state() == PeerState.ONLINE) {
            trace.pass(
                    WhyAnswer.Hop.NODE_OFFLINE, who + " is connected" + since(node.since()) + ".");
            return true;
        }
        switch (node.state()) {
            case REVOKED, DISABLED ->
                    trace.fail(
                            WhyAnswer.Hop.NODE_CLOSED,
                            who + " may not connect: " + because(node.reason()),
                            "Add a new node for the router, if the site shall be reached again.");
            case PENDING ->
                    trace.fail(
                            WhyAnswer.Hop.NODE_OFFLINE,
                            who + " has never connected.",
                            "Import its profile in the router at the site. The node's page says"
                                    + " how.");
            case OFFLINE, ONLINE ->
                    trace.fail(
                            WhyAnswer.Hop.NODE_OFFLINE,
                            who + " is not connected" + since(node.since()) + ".",
                            "Have somebody at the site look at the router's power and Internet"
                                    + " access.");
        }
        return false;
    }

    private boolean subnetIsInForce(FoundTarget.At at, WhyTrace trace) {
        if (at.isNodeItself()) {
            return true;
        }
        if (at.node().subnetWith(at.address()).isPresent()) {
            trace.pass(
                    WhyAnswer.Hop.SUBNET,
                    "The subnet "
                            + at.node().subnetWith(at.address()).orElseThrow().prefix()
                            + " behind it is in force.");
            return true;
        }
        for (NodePlace.SubnetPlace subnet : at.node().subnets()) {
            if (subnet.prefix().contains(at.address())) {
                notInForce(new FoundTarget.NotInForce(at.node(), subnet, at.address()), trace);
                return false;
            }
        }
        trace.fail(
                WhyAnswer.Hop.SUBNET,
                "\""
                        + at.node().name()
                        + "\" has no subnet with the address "
                        + at.address().addressText()
                        + " behind it.",
                "Let the router announce the subnet, or add it on the node's page.");
        return false;
    }

    private boolean siteIsSelected(FoundTarget.At at, WhyTrace trace) {
        if (!identical || !at.byRealAddress()) {
            return true;
        }
        if (selected.contains(at.node().id())) {
            trace.pass(WhyAnswer.Hop.SITE, "The site \"" + at.node().name() + "\" is selected.");
            return true;
        }
        trace.fail(
                WhyAnswer.Hop.SITE,
                "The site \"" + at.node().name() + "\" is not selected for this client.",
                "Select the site, or use the unique address"
                        + at.node().mapped(at.address()).map(a -> " " + Spot.text(a)).orElse("")
                        + ".");
        return false;
    }

    private void rulePermits(FoundTarget.At at, WhyTrace trace) {
        if (port == null) {
            boolean any =
                    !policy.openings(
                                    client.id(),
                                    at.node().id(),
                                    at.address(),
                                    Direction.FROM_CLIENT)
                            .isEmpty();
            if (any) {
                trace.pass(
                        WhyAnswer.Hop.RULE,
                        policy.restricts(client.id())
                                ? "The rules permit at least something there."
                                : "No rule limits this client.");
                return;
            }
        }
        Verdict verdict =
                policy.judge(
                        new Flow(
                                client.id(),
                                at.node().id(),
                                at.address(),
                                port == null ? Protocol.ICMP : Protocol.TCP,
                                port == null ? 0 : port,
                                Direction.FROM_CLIENT));
        String what = at.name() + (port == null ? "" : ", TCP port " + port);
        switch (verdict) {
            case Verdict.Unrestricted _ ->
                    trace.pass(WhyAnswer.Hop.RULE, "No rule limits this client.");
            case Verdict.Allowed(List<String> ids) ->
                    trace.pass(WhyAnswer.Hop.RULE, "Allowed by " + title(ids) + ".");
            case Verdict.Denied(List<String> ids) ->
                    trace.failByRule(
                            UUID.fromString(ids.getFirst()),
                            sentence(title(ids) + " denies " + what + "."),
                            "Whoever manages the rules can change it on the client's page.");
            case Verdict.NotListed _ ->
                    trace.fail(
                            WhyAnswer.Hop.RULE,
                            "This client reaches only what its rules list, and none of them allows "
                                    + what
                                    + ".",
                            "Add a rule for it on the client's page.");
        }
    }

    private String title(List<String> ids) {
        return ids.stream()
                .flatMap(id -> rules.stream().filter(rule -> rule.id().toString().equals(id)))
                .map(RuleView::title)
                .findFirst()
                .orElse("a rule");
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String because(@Nullable String reason) {
        String words = Objects.requireNonNullElse(reason, "").strip();
        if (words.isEmpty()) {
            return "it is closed.";
        }
        return words.endsWith(".") ? words : words + ".";
    }

    private String since(@Nullable Instant at) {
        return at == null ? "" : " since " + WhyTrace.time(at);
    }
}
