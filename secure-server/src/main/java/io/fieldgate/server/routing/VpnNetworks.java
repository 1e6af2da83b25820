package io.fieldgate.server.routing;

import io.fieldgate.openvpn.Admission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The addresses inside the tunnels of one secure server.
///
/// A peer's IPv6 address has the peer's IPv4 address as its last 32 bits: whoever knows one knows
/// the other, and none is given twice. The first IPv4 host is the gateway, the secure server
/// itself, in both families.
///
/// @param ipv6 empty if there is no IPv6 inside the tunnels
public record VpnNetworks(Prefix ipv4, Optional<Prefix> ipv6) {
    /// Room for the IPv4 address behind it.
    private static final int LONGEST_IPV6 = 96;

    public VpnNetworks {
        if (ipv4.ipv6() || ipv6.filter(network -> !isUsable(network)).isPresent()) {
            throw new IllegalArgumentException("not VPN networks: %s, %s".formatted(ipv4, ipv6));
        }
    }

    private static boolean isUsable(Prefix network) {
        return network.ipv6() && network.length() <= LONGEST_IPV6;
    }

    /// Both networks, or the one that there is.
    public List<Prefix> all() {
        return Stream.concat(Stream.of(ipv4), ipv6.stream()).toList();
    }

    /// The gateway's IPv4 address.
    public int gateway() {
        return ipv4.ipv4Address() + 1;
    }

    /// The IPv6 address, as a prefix of length 128, that goes with an IPv4 address.
    public Optional<Prefix> ipv6Of(int address) {
        return ipv6.map(network ->
                new Prefix(
                        true,
                        network.high(),
                        network.low() | Integer.toUnsignedLong(address),
                        128));
    }

    /// What a peer with this IPv4 address is told of its IPv6 address.
    public Optional<Admission.TunnelAddress> tunnelIpv6(int address) {
        return ipv6.map(network ->
                new Admission.TunnelAddress(
                        ipv6Of(address).orElseThrow().toInetAddress(),
                        network.length(),
                        ipv6Of(gateway()).orElseThrow().toInetAddress()));
    }

    /// Whether this is the gateway's IPv6 address.
    boolean isGateway(long high, long low) {
        return ipv6.isPresent() && high == ipv6.get().high() && low == gatewayLow();
    }

    long gatewayHigh() {
        return ipv6.map(Prefix::high).orElse(0L);
    }

    long gatewayLow() {
        return ipv6.map(Prefix::low).orElse(0L) | Integer.toUnsignedLong(gateway());
    }
}
