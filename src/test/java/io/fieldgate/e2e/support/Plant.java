package io.fieldgate.e2e.support;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A secure server with its nodes and clients, all of them connected with stock OpenVPN.
public final class Plant implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SharedInstallation.Fixture fixture;
    private final String serverId;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<StockClient> tunnels = new ArrayList<>();

    /// Creates the secure server and waits until it runs.
    ///
    /// @param mode such as `IDENTICAL_NETWORKS`
    public Plant(SharedInstallation.Fixture fixture, String name, String mode) {
        this.fixture = fixture;
        Portal portal = fixture.portal();
        this.serverId = portal.secureServer(portal.tenant(name), name, mode);
    }

    /// A node or client with its tunnel.
    ///
    /// @param host where the tunnel is
    /// @param site null for clients
    public record Member(String id, Namespace host, StockClient tunnel, Site site) {}

    public String serverId() {
        return serverId;
    }

    public Member member(String name) {
        return members.get(name);
    }

    /// Connects a node, which announces the subnets behind it.
    ///
    /// @param lan first three numbers of its /24
    public Member node(String name, String lan) {
        Portal portal = fixture.portal();
        String id = portal.node(serverId, name);
        Site site = Site.build(fixture.lab(), name, lan);
        String profile =
                Profiles.announcing(
                        portal.nodeProfile(id), site.subnet() + " " + site.subnetIpv6());
        StockClient tunnel = StockClient.start(site.router(), profile);
        return add(name, new Member(id, site.router(), tunnel, site));
    }

    /// Connects a client.
    public Member client(String name) {
        return client(name, fixture.lab().host(name));
    }

    /// A host without a tunnel yet.
    public Namespace host(String name) {
        return fixture.lab().host(name);
    }

    /// Connects a client from a host that is there already.
    public Member client(String name, Namespace host) {
        Portal portal = fixture.portal();
        String id = portal.client(serverId, name);
        StockClient tunnel =
                StockClient.start(host, Profiles.only("udp", portal.clientProfile(id)));
        return add(name, new Member(id, host, tunnel, null));
    }

    private Member add(String name, Member member) {
        tunnels.add(member.tunnel());
        members.put(name, member);
        return member;
    }

    /// Waits until all tunnels are up and everything is in force.
    public void awaitUp() {
        tunnels.forEach(StockClient::awaitUp);
        for (Member member : members.values()) {
            if (member.site() != null) {
                fixture.portal().awaitNodeState(member.id(), "ONLINE");
                Eventually.until(
                        "subnets are in force",
                        SOON,
                        () ->
                                mappedOrOwn(member, false) != null
                                        && mappedOrOwn(member, true) != null);
            }
        }
        awaitInForce();
    }

    /// Waits until the secure server has applied what the portal wants.
    public void awaitInForce() {
        Eventually.value(
                "everything is in force",
                SOON,
                () -> fixture.portal().api().get("/secure-servers/" + serverId).expect(200).json(),
                server ->
                        server.path("appliedRevision").asLong(0)
                                >= server.path("desiredRevision").asLong());
    }

    public String vpnAddress(String name, boolean ipv6) {
        return read(member(name)).path(ipv6 ? "vpnAddressIpv6" : "vpnAddress").asString();
    }

    /// The unique address of a site's PLC, or its own where there is no other.
    public String plc(String node, boolean ipv6) {
        try {
            String prefix = mappedOrOwn(member(node), ipv6);
            byte[] address =
                    InetAddress.ofLiteral(prefix.substring(0, prefix.indexOf('/'))).getAddress();
            // The PLC's number at the site, see Lab.device.
            address[address.length - 1] = (byte) (ipv6 ? 0x10 : 10);
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Ends a client's tunnel and dials in again with a new profile; the caller ends that one.
    public StockClient dialAgain(String client) {
        Member member = member(client);
        member.tunnel().close();
        String profile = fixture.portal().clientProfile(member.id());
        return StockClient.start(member.host(), Profiles.only("udp", profile)).awaitUp();
    }

    /// Selects the sites of a client.
    public void select(String client, String... nodes) {
        List<String> ids = new ArrayList<>();
        for (String node : nodes) {
            ids.add('"' + member(node).id() + '"');
        }
        call(
                "PUT",
                "/clients/" + member(client).id() + "/site-selection",
                "{\"nodeIds\":[" + String.join(",", ids) + "]}");
    }

    public JsonNode call(String method, String path, String body) {
        return fixture.portal().api().call(method, path, body).expect(200).json();
    }

    private JsonNode read(Member member) {
        return member.site() == null
                ? fixture.portal().readClient(member.id())
                : fixture.portal().readNode(member.id());
    }

    /// The mapped prefix where there is one, else the prefix, of the subnet in force; null if none.
    private String mappedOrOwn(Member node, boolean ipv6) {
        for (JsonNode subnet : read(node).path("subnets")) {
            String prefix = subnet.path("prefix").asString();
            if (subnet.path("state").asString().equals("ACTIVE") && prefix.contains(":") == ipv6) {
                JsonNode mapped = subnet.path("mappedPrefix");
                return mapped.isString() ? mapped.asString() : prefix;
            }
        }
        return null;
    }

    @Override
    public void close() {
        tunnels.forEach(StockClient::close);
    }
}
