package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import io.fieldgate.server.service.NameDirectory.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two sites with the same subnet and a device with the same address, and who may know of them.
class RosterNamesTest {
    private static final UUID PUMP = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final UUID MIXER = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a002");
    private static final UUID CLIENT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a003");
    private static final UUID GUEST = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a004");
    private static final Prefix PLC = host("192.168.1.10");

    private static final VpnNetworks NETWORKS =
            new VpnNetworks(
                    Prefix.parse("100.64.0.0/18").orElseThrow(), Prefix.parse("fd00:5:6:7::/64"));

    private final RosterNames names = new RosterNames();
    private Roster roster = new Roster(RoutingMode.ONE_TO_MANY, NETWORKS);

    @Test
    void inIdenticalNetworksEachDeviceHasItsMappedAddress() {
        identicalNetworks(MIXER);
        assertThat(names.device(slot(CLIENT), "pump", "plc")).contains(host("198.18.1.10"));
        assertThat(names.device(slot(CLIENT), "mixer", "plc")).contains(host("198.18.2.10"));
        assertThat(names.host(slot(CLIENT), "mixer", host("192.168.1.77")))
                .contains(host("198.18.2.77"));
        assertThat(names.host(slot(CLIENT), "mixer", host("192.168.2.77"))).isEmpty();
        assertThat(names.node(slot(CLIENT), "pump"))
                .contains(List.of(host("100.64.0.2"), host("fd00:5:6:7::6440:2")));
        assertThat(names.node(slot(CLIENT), "nobody")).isEmpty();
    }

    @Test
    void aMappedAddressHasANameAndARealOneTheNameOfTheSelectedSite() {
        identicalNetworks(MIXER);
        assertThat(names.ownerOf(slot(CLIENT), host("198.18.1.10")))
                .contains(new Owner.OfDevice("pump", "plc"));
        assertThat(names.ownerOf(slot(CLIENT), host("198.18.1.11")))
                .contains(new Owner.OfHost("pump", host("192.168.1.11")));
        assertThat(names.ownerOf(slot(CLIENT), PLC)).contains(new Owner.OfDevice("mixer", "plc"));
        assertThat(names.ownerOf(slot(GUEST), PLC)).as("nothing selected").isEmpty();
        assertThat(names.ownerOf(slot(CLIENT), host("100.64.0.2")))
                .contains(new Owner.OfNode("pump"));
        assertThat(names.ownerOf(slot(CLIENT), host("203.0.113.1"))).isEmpty();
    }

    @Test
    void nobodyHearsOfWhatTheRulesKeepFromHim() {
        identicalNetworks(MIXER, only(GUEST, MIXER, "192.168.1.10/32"));
        assertThat(names.device(slot(GUEST), "mixer", "plc")).contains(host("198.18.2.10"));
        assertThat(names.node(slot(GUEST), "mixer"))
                .as("there, without address")
                .contains(List.of());
        assertThat(names.host(slot(GUEST), "mixer", host("192.168.1.11"))).isEmpty();
        assertThat(names.node(slot(GUEST), "pump")).isEmpty();
        assertThat(names.device(slot(GUEST), "pump", "plc")).isEmpty();
        assertThat(names.ownerOf(slot(GUEST), host("198.18.1.10"))).isEmpty();
        assertThat(names.ownerOf(slot(GUEST), host("100.64.0.2"))).isEmpty();
        assertThat(names.device(slot(CLIENT), "pump", "plc")).as("others").isPresent();
    }

    @Test
    void inTheOtherModesADeviceHasItsOwnAddress() {
        apply(
                RoutingMode.ONE_TO_MANY,
                List.of(),
                node(PUMP, "Pump", 2, new Peer.Subnet("192.168.1.0/24", SubnetSource.ADMIN)),
                node(MIXER, "mixer", 3),
                client(CLIENT, 4, null));
        assertThat(names.device(slot(CLIENT), "pump", "plc")).contains(PLC);
        assertThat(names.ownerOf(slot(CLIENT), PLC)).contains(new Owner.OfDevice("pump", "plc"));
        assertThat(names.device(slot(CLIENT), "mixer", "plc")).as("not in force").isEmpty();
        assertThat(names.node(slot(MIXER), "pump")).as("node to node").isEmpty();
        assertThat(names.node(slot(MIXER), "mixer")).as("itself").isPresent();
        assertThat(names.device(slot(PUMP), "pump", "plc")).contains(PLC);
        roster.announce(slot(MIXER), "10.7.0.0/16");
        assertThat(names.host(slot(CLIENT), "mixer", host("10.7.1.2"))).contains(host("10.7.1.2"));
        assertThat(names.ownerOf(slot(CLIENT), host("10.7.1.2")))
                .as("announced since")
                .contains(new Owner.OfHost("mixer", host("10.7.1.2")));
        apply(
                RoutingMode.MANY_TO_MANY,
                List.of(),
                node(PUMP, "pump", 2),
                node(MIXER, "mixer", 3),
                client(CLIENT, 4, null));
        assertThat(names.node(slot(MIXER), "pump")).isPresent();
    }

    @Test
    void aProbeGoesToWhatIsBehindItsNodeOnly() {
        identicalNetworks(MIXER);
        assertThat(names.isBehind(slot(PUMP), PLC)).isTrue();
        assertThat(names.isBehind(slot(PUMP), host("100.64.0.2"))).isTrue();
        assertThat(names.isBehind(slot(PUMP), host("100.64.0.3"))).isFalse();
        assertThat(names.isBehind(slot(PUMP), host("192.168.2.1"))).isFalse();
        assertThat(names.isBehind(slot(PUMP), Prefix.parse("192.168.1.0/25").orElseThrow()))
                .isFalse();
    }

    @Test
    void whatCannotBeANameIsTold() {
        DesiredState state =
                state(
                        RoutingMode.ONE_TO_MANY,
                        List.of(),
                        node(PUMP, "same", 2),
                        node(MIXER, "SAME", 3));
        roster.replace(state);
        assertThat(names.install(state, roster, new RosterReach(roster)))
                .singleElement()
                .asString()
                .contains("two nodes have the name same");
    }

    private void identicalNetworks(UUID selected, Policy.Rule... rules) {
        apply(
                RoutingMode.IDENTICAL_NETWORKS,
                List.of(rules),
                node(
                        PUMP,
                        "pump",
                        2,
                        new Peer.Subnet("192.168.1.0/24", SubnetSource.ADMIN, "198.18.1.0/24")),
                node(
                        MIXER,
                        "mixer",
                        3,
                        new Peer.Subnet("192.168.1.0/24", SubnetSource.ADMIN, "198.18.2.0/24")),
                client(CLIENT, 4, new Peer.Wishes(List.of(selected.toString()), false)),
                client(GUEST, 5, null));
    }

    private static Policy.Rule only(UUID client, UUID node, String prefix) {
        return new Policy.Rule(
                "r1",
                List.of(client.toString()),
                List.of(new Policy.Target(node.toString(), prefix)),
                Policy.Protocol.TCP,
                List.of(new Policy.PortRange(502, 502)),
                Policy.Direction.FROM_CLIENT,
                Policy.Effect.ALLOW);
    }

    private void apply(RoutingMode mode, List<Policy.Rule> rules, Peer... peers) {
        DesiredState state = state(mode, rules, peers);
        assertThat(roster.replace(state).problems()).isEmpty();
        assertThat(names.install(state, roster, new RosterReach(roster))).isEmpty();
    }

    private static DesiredState state(RoutingMode mode, List<Policy.Rule> rules, Peer... peers) {
        Map<String, Peer> byId = new LinkedHashMap<>();
        for (Peer peer : peers) {
            byId.put(peer.id(), peer);
        }
        ServerSettings settings =
                new ServerSettings("s", "t", mode, "100.64.0.0/18", "key", 10, 60, 3600);
        return new DesiredState(1, settings, byId, new Policy(rules));
    }

    private static Peer node(UUID id, String label, int host, Peer.Subnet... subnets) {
        return new Peer(
                id.toString(),
                PeerKind.NODE,
                Peer.State.ACTIVE,
                "100.64.0." + host,
                List.of(),
                List.of(subnets),
                new Peer.Site(label, List.of(), List.of(new Peer.Device("PLC", "192.168.1.10"))),
                null);
    }

    private static Peer client(UUID id, int host, Peer.@Nullable Wishes wishes) {
        return new Peer(
                id.toString(),
                PeerKind.CLIENT,
                Peer.State.ACTIVE,
                "100.64.0." + host,
                List.of(),
                List.of(),
                null,
                wishes);
    }

    private PeerSlot slot(UUID id) {
        return Objects.requireNonNull(roster.find(id));
    }

    private static Prefix host(String text) {
        return Optional.of(text).flatMap(Prefix::parse).orElseThrow();
    }
}
