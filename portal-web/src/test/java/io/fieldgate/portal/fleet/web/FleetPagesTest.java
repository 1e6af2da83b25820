package io.fieldgate.portal.fleet.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import io.fieldgate.portal.shared.web.PageRenderer;
import io.fieldgate.portal.shared.web.Place;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FleetPagesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final String HOSTILE =
            "Pumpe \"7\" </title><script>alert(1)</script> & <img src=x onerror=alert(1)> 🚰 "
                    + "Donaudampfschifffahrtsgesellschaftskapitän".repeat(2);
    private static final Badge ONLINE = new Badge("Online", "green", true, "Connected since");
    private static final Badge OFFLINE = new Badge("Offline", "red", false, "Not connected since");
    private static final Badge PENDING =
            new Badge("Pending", "yellow", false, "It has never connected. Waiting for it.");
    private static final Badge REVOKED = new Badge("Revoked", "secondary", false, "Ended for good");

    private final PageRenderer pages = new PageRenderer();

    @Test
    void everyPageRendersWithHostileNames() {
        for (var page : all(HOSTILE).entrySet()) {
            String html =
                    pages.render("hostile-" + page.getKey(), view(page.getKey()), page.getValue());
            assertThat(html).doesNotContain("<script>alert", "<img src=x", "</title><script");
        }
    }

    @Test
    void everyPageRenders() {
        for (var page : all("Pump station 7").entrySet()) {
            String html = pages.render(page.getKey(), view(page.getKey()), page.getValue());
            assertThat(html).doesNotContain(" style=", "<style", " onclick=");
        }
    }

    private static String view(String name) {
        return "fleet/" + name.replaceAll("_.*", "");
    }

    private static Map<String, Map<String, ?>> all(String name) {
        Place tenant = Place.tenant("t1", "Waterworks " + name);
        Map<String, Map<String, ?>> pages = new HashMap<>(peers(tenant.server("s1", name), name));
        pages.putAll(servers(tenant, tenant.server("s1", name), name));
        return pages;
    }

    private static Map<String, Map<String, ?>> servers(Place tenant, Place server, String name) {
        return Map.ofEntries(
                Map.entry(
                        "tenant",
                        Map.of("place", tenant, "servers", List.of(row(name)), "person", "anna")),
                Map.entry(
                        "tenant_empty",
                        Map.of(
                                "place",
                                tenant,
                                "servers",
                                List.of(),
                                "person",
                                "anna",
                                "done",
                                "The tenant is ready. Now it needs a secure server.")),
                Map.entry(
                        "server-new",
                        Map.of(
                                "place",
                                tenant,
                                "modes",
                                ModeCard.all(),
                                "form",
                                new ServerForm(name, "ONE_TO_MANY"),
                                "person",
                                "anna")),
                Map.entry(
                        "server",
                        Map.of(
                                "place",
                                server,
                                "server",
                                server(name, false),
                                "deleteForm",
                                DeleteForm.empty(),
                                "person",
                                "anna")),
                Map.entry(
                        "server_empty",
                        Map.of(
                                "place",
                                server,
                                "server",
                                server(name, true),
                                "deleteForm",
                                DeleteForm.empty(),
                                "person",
                                "anna")),
                Map.entry("server-update", Map.of("place", server, "server", server(name, false))),
                Map.entry(
                        "node-new",
                        Map.of("place", server, "form", NodeForm.empty(), "person", "anna")),
                Map.entry(
                        "client-new",
                        Map.of(
                                "place",
                                server,
                                "kinds",
                                KindCard.all(),
                                "form",
                                ClientForm.empty(),
                                "person",
                                "anna")));
    }

    private static Map<String, Map<String, ?>> peers(Place server, String name) {
        return Map.ofEntries(
                Map.entry(
                        "node_pending",
                        peer(
                                server,
                                true,
                                name,
                                PENDING,
                                Map.of("activationCode", "K7QM-2XWR-9TBD-HV4C"))),
                Map.entry("node_online", peer(server, true, name, ONLINE, Map.of())),
                Map.entry("node_revoked", peer(server, true, name, REVOKED, Map.of())),
                Map.entry("node-update", peer(server, true, name, ONLINE, Map.of())),
                Map.entry(
                        "client_pending",
                        peer(server, false, name, PENDING, Map.of("pickLink", "https://x/pick#"))),
                Map.entry("client_offline", peer(server, false, name, OFFLINE, Map.of())),
                Map.entry("client_revoked", peer(server, false, name, REVOKED, Map.of())),
                Map.entry("sites", picker(server, name, false)),
                Map.entry("sites-update", picker(server, name, false)),
                Map.entry("sites_empty", picker(server, name, true)),
                Map.entry("pick", picker(server, name, false)),
                Map.entry("pick_empty", picker(server, name, true)),
                Map.entry("pick-open", Map.of()),
                Map.entry("pick-open_closed", Map.of("closed", true)),
                Map.entry("client-update", peer(server, false, name, ONLINE, Map.of())));
    }

    private static Map<String, ?> peer(
            Place place, boolean node, String name, Badge state, Map<String, ?> more) {
        boolean pending = state.equals(PENDING);
        var session = state.equals(ONLINE) ? session(name) : null;
        var at = pending ? null : Moment.of(NOW.minusSeconds(500), NOW);
        List<PeerView.Subnet> subnets = node && !pending ? subnets(name) : List.of();
        var peer =
                new PeerView(
                        "p1",
                        node,
                        name,
                        node
                                ? "By the river, behind the old mill. Call Josef before you switch"
                                        + " anything."
                                : "",
                        node ? "" : "A person",
                        state,
                        at,
                        at,
                        "It signed off properly.",
                        "100.64.0.2",
                        "fd5a:1c22:90aa:3::6440:2",
                        node ? "pump-07.acme.internal" : "",
                        session,
                        session == null
                                ? new PeerView.Refused(
                                        Moment.of(NOW, NOW),
                                        "198.51.100.7:40112",
                                        "Its certificate is of an older profile: " + name)
                                : null,
                        subnets,
                        pending,
                        state.equals(REVOKED),
                        "/nodes/p1/live");
        var model = new java.util.HashMap<String, Object>(more);
        model.putAll(
                Map.of(
                        "place",
                        place,
                        "peer",
                        peer,
                        "revokeForm",
                        RevokeForm.empty(),
                        "oldClients",
                        true,
                        "sites",
                        new SitesCard(true, List.of(name, "Weir"), false, "192.168.17.0/24"),
                        "link",
                        pending
                                ? LinkCard.NONE
                                : new LinkCard(true, node, "2027-02-26", Moment.of(NOW, NOW)),
                        "subnetForm",
                        SubnetForm.empty(),
                        "person",
                        "anna"));
        return model;
    }

    private static List<PeerView.Subnet> subnets(String name) {
        return List.of(
                new PeerView.Subnet(
                        "192.168.17.0/24",
                        "198.18.3.0/24",
                        new Badge("In force", "green", false, ""),
                        "",
                        "the router",
                        false,
                        false,
                        true),
                new PeerView.Subnet(
                        "10.20.0.0/16",
                        "",
                        new Badge("Refused", "red", false, ""),
                        "It overlaps with 10.20.3.0/24 of node “" + name + "”.",
                        "the router",
                        false,
                        true,
                        false),
                new PeerView.Subnet(
                        "172.16.5.0/24",
                        "198.18.4.0/24",
                        new Badge("In force", "green", false, ""),
                        "",
                        "an admin",
                        true,
                        false,
                        false));
    }

    private static ServerRow row(String name) {
        return new ServerRow("s1", name, ONLINE, "One-to-Many", "vpn.example.com:1194");
    }

    private static SessionRow session(String name) {
        return new SessionRow(
                "x1",
                name,
                "/nodes/p1",
                "node",
                Moment.of(NOW.minusSeconds(5000), NOW),
                "198.51.100.7:40112",
                "12 MB in, 3.4 MB out",
                "OpenVPN 2.6.3 on linux, UDP",
                "AES-256-GCM, TLS 1.3, keys from TLS",
                "AES-256-GCM; data-v2, " + name,
                "Update it, " + name,
                "10.20.3.0/24 " + name);
    }

    private static Map<String, ?> picker(Place server, String name, boolean empty) {
        var at = Moment.of(NOW.minusSeconds(90), NOW);
        SiteRow pump =
                new SiteRow(
                        "p1",
                        name,
                        "By the river",
                        ONLINE,
                        at,
                        true,
                        false,
                        List.of("192.168.1.0/24", "10.20.0.0/16"),
                        List.of(new SiteRow.Visitor("Anna " + name, true)));
        SiteRow weir =
                new SiteRow("p2", "Weir", "", OFFLINE, at, false, true, List.of(), List.of());
        PickerView view =
                empty
                        ? new PickerView(
                                "/pick", name, OFFLINE, false, false, List.of(), List.of(), "",
                                false, "")
                        : new PickerView(
                                "/clients/c1/sites",
                                name,
                                ONLINE,
                                true,
                                false,
                                List.of(pump),
                                List.of(pump, weir),
                                name,
                                true,
                                "10.20.0.0/16 " + name);
        return Map.of(
                "place", server, "picker", view, "person", "anna", "client", "c1", "until", name);
    }

    private static List<PeerRow> nodes(String name) {
        var at = Moment.of(NOW.minusSeconds(90), NOW);
        return List.of(
                new PeerRow(
                        "p1",
                        name,
                        ONLINE,
                        at,
                        "100.64.0.2",
                        "",
                        List.of("192.168.17.0/24", "172.16.5.0/24"),
                        "2 wait for you"),
                new PeerRow(
                        "p2",
                        "Weir north",
                        OFFLINE,
                        at,
                        "100.64.0.3",
                        "",
                        List.of("192.168.18.0/24"),
                        ""),
                new PeerRow("p3", "Reservoir", PENDING, null, "100.64.0.4", "", List.of(), ""));
    }

    private static List<PeerRow> clients() {
        var at = Moment.of(NOW.minusSeconds(90), NOW);
        return List.of(
                new PeerRow(
                        "c1", "Anna's laptop", ONLINE, at, "100.64.0.5", "A person", List.of(), ""),
                new PeerRow("c2", "SCADA", REVOKED, at, "100.64.0.6", "A machine", List.of(), ""));
    }

    private static ServerView server(String name, boolean empty) {
        return new ServerView(
                "s1",
                name,
                new Badge(
                        "Running",
                        "green",
                        true,
                        "Everything works. Nodes and clients can dial in."),
                "One-to-Many",
                ModeCard.all().getFirst().sentence(),
                List.of(
                        new ServerView.Endpoint("vpn.example.com:1194", "UDP"),
                        new ServerView.Endpoint("vpn.example.com:1194", "TCP")),
                List.of("100.64.0.0/18", "fd5a:1c22:90aa:3::/64"),
                !empty,
                new ServerView.Traffic(!empty, !empty, "9.9.9.9", "10.20.0.0/16", "acme.internal"),
                "In force (revision 7)",
                "Own process and unprivileged user",
                "It has its own directory and keys. It shares the operating system's kernel with"
                        + " other secure servers of this machine.",
                empty ? List.of() : nodes(name),
                empty ? List.of() : clients(),
                empty ? List.of() : List.of(session(name)),
                empty ? List.of() : DropRow.of(Map.of("SPOOFED_SOURCE", 3L)),
                "",
                !empty);
    }
}
