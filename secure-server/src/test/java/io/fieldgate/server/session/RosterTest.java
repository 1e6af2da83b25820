package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.SubnetRules.Verdict;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final UUID NODE = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final UUID SECOND = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a002");
    private static final UUID CLIENT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a003");

    private static final VpnNetworks NETWORKS =
            new VpnNetworks(
                    Prefix.parse("100.64.0.0/18").orElseThrow(), Prefix.parse("fd00:5:6:7::/64"));

    private Roster roster = new Roster(RoutingMode.ONE_TO_MANY, NETWORKS);
    private RoutingMode mode = RoutingMode.ONE_TO_MANY;

    @Test
    void rememberedSubnetsAreInForceWhileTheNodeIsOffLine() {
        apply(node(NODE, announced("10.1.0.0/16"), admin("10.9.0.0/24")), node(SECOND), client());
        assertThat(pushedTo(CLIENT)).containsExactly("10.1.0.0/16", "10.9.0.0/24");
        assertThat(roster.routes().table().find(10 << 24 | 1 << 16 | 1)).isSameAs(slot(NODE));
    }

    @Test
    void anAnnouncementReplacesTheOneBeforeAndLeavesTheAdminsSubnets() {
        apply(node(NODE, announced("10.1.0.0/16"), admin("10.9.0.0/24")), client());
        assertThat(roster.announce(slot(NODE), "10.2.0.0/16")).allMatch(Verdict::accepted);
        assertThat(pushedTo(CLIENT)).containsExactly("10.2.0.0/16", "10.9.0.0/24");
        roster.announce(slot(NODE), "");
        assertThat(pushedTo(CLIENT)).containsExactly("10.9.0.0/24");
    }

    @Test
    void anAnnouncementOutlivesAStateThatDoesNotKnowItYet() {
        apply(node(NODE), client());
        roster.announce(slot(NODE), "10.2.0.0/16");
        apply(node(NODE), client());
        assertThat(pushedTo(CLIENT)).containsExactly("10.2.0.0/16");
    }

    @Test
    void anotherNodesSubnetIsNotTakenEvenIfThatNodeIsOffLine() {
        apply(node(NODE, announced("10.1.0.0/16")), node(SECOND), client());
        List<Verdict> verdicts = roster.announce(slot(SECOND), "10.1.2.0/24 10.3.0.0/16");
        assertThat(verdicts.getFirst().refusal())
                .isEqualTo(
                        "10.1.2.0/24 overlaps 10.1.0.0/16, which is in force behind node "
                                + NODE
                                + "; in the routing mode Identical Networks both may have it");
        assertThat(pushedTo(CLIENT)).containsExactly("10.1.0.0/16", "10.3.0.0/16");
    }

    @Test
    void aNodesOwnAdminSubnetMayBeAnnouncedToo() {
        apply(node(NODE, admin("10.9.0.0/24")), client());
        assertThat(roster.announce(slot(NODE), "10.9.0.0/24 10.9.0.0/25"))
                .allMatch(Verdict::accepted);
    }

    @Test
    void aRevokedNodesSubnetsAreFree() {
        apply(node(NODE, Peer.State.REVOKED, announced("10.1.0.0/16")), node(SECOND), client());
        assertThat(roster.announce(slot(SECOND), "10.1.0.0/16")).allMatch(Verdict::accepted);
        assertThat(roster.routes().table().find(10 << 24 | 1 << 16 | 1)).isSameAs(slot(SECOND));
    }

    @Test
    void anAnnouncementIsContestedWhenTheAdminGivesTheSubnetToAnotherNode() {
        apply(node(NODE), node(SECOND), client());
        roster.announce(slot(NODE), "10.1.0.0/16");
        Roster.Change change = apply(node(NODE), node(SECOND, admin("10.1.2.0/24")), client());
        assertThat(change.adminSubnetsChanged()).isTrue();
        assertThat(roster.contested()).containsExactly(slot(NODE));
        assertThat(roster.announce(slot(NODE), slot(NODE).announcement()))
                .noneMatch(Verdict::accepted);
        assertThat(pushedTo(CLIENT)).containsExactly("10.1.2.0/24");
    }

    @Test
    void nodesGetNoRoutesInOneToManyAndThoseOfOthersInManyToMany() {
        Peer[] peers = {node(NODE, admin("10.1.0.0/16")), node(SECOND, admin("10.2.0.0/16"))};
        apply(peers);
        assertThat(pushedTo(NODE)).isEmpty();
        mode = RoutingMode.MANY_TO_MANY;
        apply(peers);
        assertThat(pushedTo(NODE)).containsExactly("10.2.0.0/16");
    }

    @Test
    void ipv6SubnetsArePushedAndThePeersIpv6AddressesLeadToThem() {
        apply(node(NODE, admin("2001:db8:7::/48")), client());
        assertThat(roster.announce(slot(NODE), "fd00:9::/64")).allMatch(Verdict::accepted);
        assertThat(pushedTo(CLIENT))
                .containsExactly("2001:db8:7:0:0:0:0:0/48", "fd00:9:0:0:0:0:0:0/64");
        Prefix address = NETWORKS.ipv6Of(slot(CLIENT).profile().vpnAddress()).orElseThrow();
        assertThat(address).hasToString("fd00:5:6:7::6440:3/128");
        assertThat(roster.routes().table().find(address.high(), address.low()))
                .isSameAs(slot(CLIENT));
    }

    @Test
    void withoutAnIpv6NetworkThereAreNoIpv6Routes() {
        roster =
                new Roster(
                        RoutingMode.ONE_TO_MANY,
                        new VpnNetworks(NETWORKS.ipv4(), Optional.empty()));
        apply(node(NODE, admin("2001:db8:7::/48"), admin("10.1.0.0/16")), client());
        assertThat(roster.announce(slot(NODE), "fd00:9::/64")).noneMatch(Verdict::accepted);
        assertThat(pushedTo(CLIENT)).containsExactly("10.1.0.0/16");
    }

    @Test
    void aPeerThatCannotBeReadIsLeftOutAndNamed() {
        Peer broken =
                new Peer(
                        SECOND.toString(),
                        PeerKind.NODE,
                        Peer.State.ACTIVE,
                        "8.8.8.8",
                        List.of(),
                        List.of());
        Roster.Change change = apply(node(NODE), broken);
        assertThat(change.problems()).singleElement().asString().contains(SECOND.toString());
        assertThat(roster.find(NODE)).isNotNull();
        assertThat(roster.find(SECOND)).isNull();
    }

    @Test
    void aPeerThatIsGoneIsTold() {
        apply(node(NODE), node(SECOND));
        PeerSlot gone = slot(SECOND);
        assertThat(apply(node(NODE)).removed()).containsExactly(gone);
    }

    private Roster.Change apply(Peer... peers) {
        Map<String, Peer> byId = new LinkedHashMap<>();
        for (Peer peer : peers) {
            byId.put(peer.id(), peer);
        }
        ServerSettings settings =
                new ServerSettings("s", "t", mode, "100.64.0.0/18", "", 10, 60, 3600);
        return roster.replace(new DesiredState(1, settings, byId));
    }

    private List<String> pushedTo(UUID peer) {
        return roster.routesFor(slot(peer)).stream().map(RosterTest::text).toList();
    }

    private static String text(Admission.Route route) {
        return route.network().getHostAddress() + "/" + route.prefixLength();
    }

    private PeerSlot slot(UUID id) {
        return Objects.requireNonNull(roster.find(id));
    }

    private static Peer node(UUID id, Peer.Subnet... subnets) {
        return node(id, Peer.State.ACTIVE, subnets);
    }

    private static Peer node(UUID id, Peer.State state, Peer.Subnet... subnets) {
        String address = "100.64.0." + (id.getLeastSignificantBits() & 0xff);
        return new Peer(id.toString(), PeerKind.NODE, state, address, List.of(), List.of(subnets));
    }

    private static Peer client() {
        return new Peer(
                CLIENT.toString(),
                PeerKind.CLIENT,
                Peer.State.ACTIVE,
                "100.64.0.3",
                List.of(),
                List.of());
    }

    private static Peer.Subnet announced(String prefix) {
        return new Peer.Subnet(prefix, SubnetSource.ANNOUNCED);
    }

    private static Peer.Subnet admin(String prefix) {
        return new Peer.Subnet(prefix, SubnetSource.ADMIN);
    }
}
