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
import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is told of the networks in which an admin expects future sites.
class CoveringNetworksTest {
    private static final UUID NODE = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final UUID OTHER = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a002");
    private static final UUID CLIENT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a003");
    private static final String BEFORE_2_7 = "IV_PROTO=990";
    private static final String SINCE_2_7 = "IV_PROTO=8094";

    private RoutingMode mode = RoutingMode.ONE_TO_MANY;
    private Optional<Prefix> ipv6 = Prefix.parse("fd00:5:6:7::/64");
    private List<String> covering = List.of("10.0.0.0/8", "fd40::/32");
    private Policy policy = new Policy(List.of());

    @ParameterizedTest
    @CsvSource({
        "ONE_TO_MANY, CLIENT, true",
        "ONE_TO_MANY, NODE, false",
        "MANY_TO_MANY, CLIENT, true",
        "MANY_TO_MANY, NODE, true",
        "IDENTICAL_NETWORKS, CLIENT, true",
        "IDENTICAL_NETWORKS, NODE, false",
    })
    void theyArePushedToWhomTheModeLetsReachNodes(RoutingMode which, PeerKind kind, boolean told) {
        mode = which;
        List<String> pushed = pushedTo(kind == PeerKind.NODE ? NODE : CLIENT, BEFORE_2_7);
        assertThat(pushed.contains("10.0.0.0/8")).isEqualTo(told);
        assertThat(pushed.contains("fd40:0:0:0:0:0:0:0/32")).isEqualTo(told);
    }

    @Test
    void whatIsThereIsPushedBesideThem() {
        assertThat(pushedTo(CLIENT, BEFORE_2_7))
                .containsExactly("10.0.0.0/8", "fd40:0:0:0:0:0:0:0/32", "10.2.0.0/16");
    }

    @Test
    void whoCanBeToldOfNewRoutesIsNotGivenMoreThanThereIs() {
        assertThat(pushedTo(CLIENT, SINCE_2_7)).containsExactly("10.2.0.0/16");
    }

    @Test
    void whomARuleNamesIsToldOnlyOfWhatItMayReach() {
        policy =
                new Policy(
                        List.of(
                                new Policy.Rule(
                                        "r",
                                        List.of(CLIENT.toString()),
                                        List.of(new Policy.Target(OTHER.toString(), "10.2.0.0/24")),
                                        Policy.Protocol.TCP,
                                        List.of(),
                                        Policy.Direction.BOTH,
                                        Policy.Effect.ALLOW)));
        assertThat(pushedTo(CLIENT, BEFORE_2_7)).containsExactly("10.2.0.0/24");
    }

    @Test
    void aSubnetThatIsOneOfThemIsPushedOnce() {
        covering = List.of("10.2.0.0/16");
        assertThat(pushedTo(CLIENT, BEFORE_2_7)).containsExactly("10.2.0.0/16");
    }

    @Test
    void withoutIpv6OnlyThoseOfIpv4ArePushed() {
        ipv6 = Optional.empty();
        assertThat(pushedTo(CLIENT, BEFORE_2_7)).containsExactly("10.0.0.0/8", "10.2.0.0/16");
    }

    @Test
    void whatIsNoNetworkIsRefusedWithTheState() {
        covering = List.of("everything");
        assertThatThrownBy(() -> pushedTo(CLIENT, BEFORE_2_7))
                .hasMessageContaining("not a subnet: everything");
    }

    /// @param info of the software by which the peer is connected
    private List<String> pushedTo(UUID id, String info) {
        VpnNetworks networks = new VpnNetworks(Prefix.parse("100.64.0.0/18").orElseThrow(), ipv6);
        Roster roster = new Roster(mode, networks);
        roster.replace(state());
        PeerSlot slot = Objects.requireNonNull(roster.find(id));
        InetSocketAddress remote = new InetSocketAddress("192.0.2.1", 1111);
        VpnSession session =
                new VpnSession(new FakeSession(1, remote), (_, _) -> {}, new NoOwner());
        session.admitted(
                slot,
                new Peer.AllowedCertificate("01", "hash"),
                ClientDescription.of(PeerInfo.parse(info), 1500),
                false,
                1);
        slot.attach(session);
        return roster.routesFor(slot).stream()
                .map(route -> route.network().getHostAddress() + "/" + route.prefixLength())
                .toList();
    }

    private DesiredState state() {
        Map<String, Peer> peers = new LinkedHashMap<>();
        for (UUID id : List.of(NODE, OTHER, CLIENT)) {
            long number = id.getLeastSignificantBits() & 0xff;
            Peer.Subnet behindOther =
                    mode == RoutingMode.IDENTICAL_NETWORKS
                            ? new Peer.Subnet("10.2.0.0/16", SubnetSource.ADMIN, "198.18.0.0/16")
                            : new Peer.Subnet("10.2.0.0/16", SubnetSource.ADMIN);
            peers.put(
                    id.toString(),
                    new Peer(
                            id.toString(),
                            id.equals(CLIENT) ? PeerKind.CLIENT : PeerKind.NODE,
                            Peer.State.ACTIVE,
                            "100.64.0." + number,
                            List.of(),
                            id.equals(OTHER) ? List.of(behindOther) : List.of()));
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
                        ipv6.map(Prefix::toString).orElse(null),
                        null,
                        null,
                        new ServerSettings.Traffic(false, Announcements.ACCEPT, null, covering),
                        null);
        return new DesiredState(1, settings, peers, policy);
    }

    /// The sessions of this test do nothing.
    private static final class NoOwner implements VpnSession.Owner {
        @Override
        public void transmit(VpnSession session, ByteBuffer packet) {}

        @Override
        public void deliver(VpnSession session, ByteBuffer ipPacket) {}

        @Override
        public void report(VpnSession session, Event event) {}

        @Override
        public void compute(VpnSession session, Runnable tlsTask) {}

        @Override
        public void drop(DropReason reason) {}
    }
}
