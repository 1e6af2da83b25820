package io.fieldgate.server.simulation;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is in force: 50 sites with the same subnets, five engineers, their choices and the rules.
///
/// ```
/// engineer-N 100.64.0.(N+1)       site-N 100.64.1.N
///                                    192.168.1.0/24 mapped 198.18.N.0/24
///                                    fd99:1::/64    mapped fd77:0:0:N::/64
///                                    10.1.4.0/22    mapped 198.19.(4N).0/22, at each fifth site
/// ```
final class World {
    static final int SITES = 50;
    static final int ENGINEERS = 5;
    static final Address GATEWAY = Address.of("100.64.0.1");
    static final Address GATEWAY_V6 = Address.of("fd00:5:6:7::6440:1");

    final List<Member> clients = new ArrayList<>();
    final List<Member> nodes = new ArrayList<>();
    private final Map<Address, Member> byAddress = new HashMap<>();
    final Map<Member, List<Subnet>> subnets = new HashMap<>();
    final Map<Member, List<Member>> selected = new HashMap<>();
    List<Policy.Rule> rules = List.of();
    boolean clientsReachClients;

    /// A subnet behind a node, as it is there and as all know it.
    record Subnet(Network own, Network mapped) {}

    World() {
        for (int i = 1; i <= ENGINEERS; i++) {
            clients.add(new Member("engineer-" + i, PeerKind.CLIENT, GATEWAY.plus(i)));
        }
        for (int i = 1; i <= SITES; i++) {
            Member node = new Member("site-" + i, PeerKind.NODE, Address.of("100.64.1." + i));
            nodes.add(node);
            subnets.put(node, subnetsOf(i));
        }
        for (List<Member> list : List.of(clients, nodes)) {
            for (Member member : list) {
                byAddress.put(member.ipv4, member);
                byAddress.put(member.ipv6, member);
            }
        }
    }

    static List<Subnet> subnetsOf(int site) {
        List<Subnet> list = new ArrayList<>();
        list.add(subnet("192.168.1.0/24", "198.18." + site + ".0/24"));
        list.add(subnet("fd99:1::/64", "fd77:0:0:" + Integer.toHexString(site) + "::/64"));
        if (site % 5 == 0) {
            list.add(subnet("10.1.4.0/22", "198.19." + 4 * site + ".0/22"));
        }
        return list;
    }

    private static Subnet subnet(String own, String mapped) {
        return new Subnet(Network.of(own), Network.of(mapped));
    }

    static boolean isGateway(Address address) {
        return address.equals(GATEWAY) || address.equals(GATEWAY_V6);
    }

    /// The peer whose VPN address this is.
    @Nullable Member at(Address address) {
        return byAddress.get(address);
    }

    /// The subnet behind a node that has an address as devices know it.
    @Nullable Subnet behind(Member node, Address own) {
        for (Subnet subnet : subnets.getOrDefault(node, List.of())) {
            if (subnet.own().contains(own)) {
                return subnet;
            }
        }
        return null;
    }

    /// What all know a device's address by; null if its subnet is not in force.
    @Nullable Address mapped(Member node, Address own) {
        Subnet subnet = behind(node, own);
        return subnet == null ? null : subnet.own().move(own, subnet.mapped());
    }

    /// Whether a packet with this source may come out of the peer's tunnel.
    boolean owns(Member sender, Address source) {
        return sender.isAt(source) || behind(sender, source) != null;
    }

    /// Where a packet goes that begins a flow.
    ///
    /// @param source as the receiver sees it
    /// @param destination as the receiver sees it
    record Way(Member to, Address source, Address destination) {}

    /// The way of a flow; null if there is none. Neither end is the gateway, and they are not two
    /// clients.
    @Nullable Way way(Member opener, Address source, Address destination) {
        Member peer = at(destination);
        if (!opener.isClient()) {
            if (peer == null || !peer.isClient()) {
                return null;
            }
            Address seen = opener.isAt(source) ? source : mapped(opener, source);
            return seen == null ? null : new Way(peer, seen, destination);
        }
        if (peer != null) {
            return new Way(peer, source, destination);
        }
        for (Member node : nodes) {
            for (Subnet subnet : subnets.getOrDefault(node, List.of())) {
                if (subnet.mapped().contains(destination)) {
                    Address own = subnet.mapped().move(destination, subnet.own());
                    return new Way(node, source, own);
                }
            }
        }
        for (Member node : selected.getOrDefault(opener, List.of())) {
            if (behind(node, destination) != null) {
                return new Way(node, source, destination);
            }
        }
        return null;
    }

    /// Whether several sites may have this address, so that only the choice of one tells which.
    boolean isReal(Address destination) {
        return Network.of("192.168.1.0/24").contains(destination)
                || Network.of("10.1.4.0/22").contains(destination)
                || Network.of("fd99:1::/64").contains(destination);
    }
}
