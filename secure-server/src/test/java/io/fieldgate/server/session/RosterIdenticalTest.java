package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.contract.control.SubnetSource;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is in force and pushed in Identical Networks, by rules, and when the admin is asked.
class RosterIdenticalTest {
    private static final UUID PUMP1 = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final UUID PUMP2 = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a002");
    private static final UUID CLIENT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a003");
    private static final String SITE = "192.168.1.0/24";

    private final Roster roster =
            new Roster(
                    RoutingMode.IDENTICAL_NETWORKS,
                    new VpnNetworks(Prefix.parse("100.64.0.0/18").orElseThrow(), Optional.empty()));
    private RoutingMode mode = RoutingMode.IDENTICAL_NETWORKS;
    private ServerSettings.@Nullable Traffic traffic;
    private Policy policy = new Policy(List.of());

    @Test
    void theSameSubnetIsPushedOnceAndEachMappedPrefixBesideIt() {
        apply(pump(PUMP1, "198.18.1.0/24"), pump(PUMP2, "198.18.2.0/24"), client(false));
        assertThat(pushed()).containsExactly(SITE, "198.18.1.0/24", "198.18.2.0/24");
        assertThat(roster.shownAddress(slot(PUMP2), host("192.168.1.10")))
                .contains(host("198.18.2.10"));
        assertThat(roster.shownAddress(slot(PUMP2), host("192.168.2.10"))).isEmpty();
        assertThat(roster.subnetsBehind(slot(PUMP1))).hasSize(1);
    }

    @Test
    void aSubnetWithoutAMappedPrefixOrWithOneThatIsTakenIsNotInForceAndTheReasonIsTold() {
        Roster.Change change =
                apply(pump(PUMP1, "198.18.1.0/24"), pump(PUMP2, "198.18.1.0/24"), client(false));
        assertThat(change.problems()).singleElement().asString().contains("given twice");
        assertThat(apply(pump(PUMP1, null)).problems())
                .containsExactly(
                        "192.168.1.0/24 behind node site-1 is not in force: it has no mapped"
                                + " prefix");
        assertThat(apply(pump(PUMP1, "198.18.0.0/16")).problems())
                .singleElement()
                .asString()
                .contains("not of the same size");
        assertThat(roster.subnetCount()).isZero();
    }

    @Test
    void anAnnouncementIsReportedAndInForceOnlyWhenThePortalSaysSo() {
        apply(pump(PUMP1, "198.18.1.0/24"), pump(PUMP2, "198.18.2.0/24"), client(false));
        List<Verdict> verdicts = roster.announce(slot(PUMP2), SITE + " 10.9.0.0/24 10.9.0.0/25");
        assertThat(verdicts).extracting(Verdict::accepted).containsExactly(true, true, false);
        assertThat(verdicts.getLast().refusal()).contains("behind the same node");
        assertThat(pushed()).doesNotContain("10.9.0.0/24");
    }

    @Test
    void whenTheAdminIsAskedAnAnnouncementIsReportedOnly() {
        mode = RoutingMode.ONE_TO_MANY;
        traffic = new ServerSettings.Traffic(false, Announcements.ASK);
        apply(pump(PUMP1, null), client(false));
        assertThat(roster.announce(slot(PUMP1), "10.9.0.0/24")).allMatch(Verdict::accepted);
        assertThat(pushed()).containsExactly(SITE);
        traffic = new ServerSettings.Traffic(false, Announcements.ACCEPT);
        apply(pump(PUMP1, null), client(false));
        assertThat(pushed()).containsExactly("10.9.0.0/24");
    }

    @Test
    void whatTheAdminRefusedIsNotInForceWhateverTheNodeAnnounces() {
        mode = RoutingMode.ONE_TO_MANY;
        apply(node(PUMP1, List.of("10.9.0.0/24")), client(false));
        List<Verdict> verdicts = roster.announce(slot(PUMP1), "10.9.0.0/25 10.0.0.0/8 10.8.0.0/24");
        assertThat(verdicts).extracting(Verdict::accepted).containsExactly(false, false, true);
        assertThat(verdicts.getFirst().refusal())
                .isEqualTo("10.9.0.0/25 was refused by an administrator");
        assertThat(pushed()).containsExactly("10.8.0.0/24");
    }

    @Test
    void whoIsLimitedByNoRuleIsToldOfTheWholePoolSoThatNewSitesAreReached() {
        traffic =
                new ServerSettings.Traffic(
                        false,
                        Announcements.ACCEPT,
                        List.of("198.18.0.0/15", "fd12:3400::/32"),
                        null);
        apply(pump(PUMP1, "198.18.1.0/24"), client(false));
        assertThat(pushed()).startsWith(SITE, "198.18.0.0/15").hasSizeBetween(2, 3);
        apply(pump(PUMP1, "198.18.1.0/24"), pump(PUMP2, "198.18.2.0/24"), client(false));
        assertThat(pushed()).contains("198.18.0.0/15").doesNotContain("198.18.2.0/24");
        traffic = new ServerSettings.Traffic(false, Announcements.ACCEPT, List.of("pool"), null);
        assertThatThrownBy(() -> apply(client(false))).hasMessageContaining("not a subnet: pool");
    }

    @Test
    void pushedRoutesAreNarrowedToWhatTheRulesPermit() {
        policy =
                new Policy(
                        List.of(
                                new Policy.Rule(
                                        "r",
                                        List.of(CLIENT.toString()),
                                        List.of(
                                                new Policy.Target(
                                                        PUMP2.toString(), "192.168.1.10/32")),
                                        Policy.Protocol.TCP,
                                        List.of(new Policy.PortRange(502, 502)),
                                        Policy.Direction.FROM_CLIENT,
                                        Policy.Effect.ALLOW)));
        traffic =
                new ServerSettings.Traffic(
                        false, Announcements.ACCEPT, List.of("198.18.0.0/15"), null);
        apply(pump(PUMP1, "198.18.1.0/24"), pump(PUMP2, "198.18.2.0/24"), client(true));
        assertThat(pushed()).containsExactly("192.168.1.10/32", "198.18.2.10/32");
        assertThat(roster.access().mayReach(slot(CLIENT), slot(PUMP1), host("192.168.1.10")))
                .isFalse();
    }

    @Test
    void aClientMayAskForTheTwoHalvesOfEachOwnSubnet() {
        apply(pump(PUMP1, "198.18.1.0/24"), client(true));
        assertThat(pushed()).containsExactly("192.168.1.0/25", "192.168.1.128/25", "198.18.1.0/24");
    }

    @Test
    void aChangeOfTheModeKeepsThePeers() {
        apply(pump(PUMP1, "198.18.1.0/24"), client(false));
        PeerSlot pump = slot(PUMP1);
        mode = RoutingMode.MANY_TO_MANY;
        assertThat(apply(pump(PUMP1, "198.18.1.0/24"), client(false)).removed()).isEmpty();
        assertThat(slot(PUMP1)).isSameAs(pump);
        assertThat(pushed()).containsExactly(SITE);
        assertThat(roster.routes().mode()).isEqualTo(RoutingMode.MANY_TO_MANY);
    }

    private Roster.Change apply(Peer... peers) {
        Map<String, Peer> byId = new LinkedHashMap<>();
        for (Peer peer : peers) {
            byId.put(peer.id(), peer);
        }
        ServerSettings settings =
                new ServerSettings(
                        "s",
                        "t",
                        mode,
                        "100.64.0.0/18",
                        "",
                        10,
                        60,
                        3600,
                        null,
                        null,
                        null,
                        traffic,
                        null);
        return roster.replace(new DesiredState(1, settings, byId, policy));
    }

    private List<String> pushed() {
        return roster.routesFor(slot(CLIENT)).stream()
                .map(route -> route.network().getHostAddress() + "/" + route.prefixLength())
                .toList();
    }

    private PeerSlot slot(UUID id) {
        return Objects.requireNonNull(roster.find(id));
    }

    private static Prefix host(String address) {
        return Prefix.parse(address).orElseThrow();
    }

    private static Peer pump(UUID id, @Nullable String mapped) {
        return node(id, List.of(), new Peer.Subnet(SITE, SubnetSource.ANNOUNCED, mapped));
    }

    private static Peer node(UUID id, List<String> refused, Peer.Subnet... subnets) {
        long number = id.getLeastSignificantBits() & 0xff;
        return new Peer(
                id.toString(),
                PeerKind.NODE,
                Peer.State.ACTIVE,
                "100.64.0." + (10 + number),
                List.of(),
                List.of(subnets),
                new Peer.Site("site-" + number, refused, List.of()),
                null);
    }

    private static Peer client(boolean split) {
        return new Peer(
                CLIENT.toString(),
                PeerKind.CLIENT,
                Peer.State.ACTIVE,
                "100.64.0.3",
                List.of(),
                List.of(),
                null,
                new Peer.Wishes(List.of(PUMP1.toString()), split));
    }
}
