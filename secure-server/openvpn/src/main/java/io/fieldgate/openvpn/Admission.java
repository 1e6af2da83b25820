package io.fieldgate.openvpn;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an admitted peer gets. Equal admissions make equal push replies, so that a client that
/// reconnects keeps its interface.
///
/// @param peerId routes data packets of this session to it: unique among the live sessions of the
///   shell, 0 to 0xFFFFFE
/// @param ipv4 the peer's address in the VPN network
/// @param ipv6 its IPv6 address there, if it has one
/// @param routes networks that the peer shall send into the tunnel, in this order; at most
///   [#MAX_ROUTES]
/// @param dns name servers in the tunnel and what they are for
/// @param tunMtu longest IP packet in the tunnel, [#MIN_TUN_MTU] to [#MAX_TUN_MTU]; pushed to
///   clients that take it, others keep 1500
/// @param ping when the line is quiet for this long either side sends a ping; whole seconds
/// @param pingRestart the peer reconnects after this silence; the session ends after twice this;
///   whole seconds, at least twice `ping`
/// @param renegotiate upper bound of the time between renegotiations that the server starts; it
///   picks a moment in the last tenth at random; at least 10 seconds
/// @param authToken takes the place of the peer's password from now on, so that nobody has to type
///   a code at a renegotiation
/// @param longest the session ends after this, whatever happens; the peer is told to reconnect
public record Admission(
        int peerId,
        TunnelAddress ipv4,
        Optional<TunnelAddress> ipv6,
        List<Route> routes,
        Dns dns,
        int tunMtu,
        Duration ping,
        Duration pingRestart,
        Duration renegotiate,
        Optional<AuthToken> authToken,
        Optional<Duration> longest) {
    public static final int MAX_PEER_ID = 0xFFFFFE;
    public static final int MAX_ROUTES = 4096;
    public static final int MIN_TUN_MTU = 576;
    public static final int MAX_TUN_MTU = 1600;

    /// What clients use when nothing is pushed.
    public static final int DEFAULT_TUN_MTU = 1500;

    public Admission {
        routes = List.copyOf(routes);
        require(peerId >= 0 && peerId <= MAX_PEER_ID, "peer id out of range");
        require(ipv4.address() instanceof Inet4Address, "the first address is not IPv4");
        require(ipv4.prefixLength() <= 30, "prefix length out of range");
        require(
                ipv6.isEmpty() || ipv6.get().address() instanceof Inet6Address,
                "the second address is not IPv6");
        require(routes.size() <= MAX_ROUTES, "too many routes");
        require(tunMtu >= MIN_TUN_MTU && tunMtu <= MAX_TUN_MTU, "tun-mtu out of range");
        require(ping.toSeconds() >= 1, "ping below one second");
        require(pingRestart.compareTo(ping.multipliedBy(2)) >= 0, "ping-restart below twice ping");
        require(renegotiate.toSeconds() >= 10, "renegotiation more often than every 10 seconds");
    }

    /// IPv4 only, without names, second factor and end.
    public Admission(
            int peerId,
            Inet4Address vpnAddress,
            int prefixLength,
            Inet4Address gateway,
            List<Route> routes,
            Duration ping,
            Duration pingRestart,
            Duration renegotiate) {
        this(
                peerId,
                new TunnelAddress(vpnAddress, prefixLength, gateway),
                Optional.empty(),
                routes,
                Dns.NONE,
                DEFAULT_TUN_MTU,
                ping,
                pingRestart,
                renegotiate,
                Optional.empty(),
                Optional.empty());
    }

    /// The same with an IPv6 address too.
    public Admission withIpv6(TunnelAddress address) {
        return new Admission(
                peerId,
                ipv4,
                Optional.of(address),
                routes,
                dns,
                tunMtu,
                ping,
                pingRestart,
                renegotiate,
                authToken,
                longest);
    }

    /// The same with name servers.
    public Admission withDns(Dns servers) {
        return new Admission(
                peerId,
                ipv4,
                ipv6,
                routes,
                servers,
                tunMtu,
                ping,
                pingRestart,
                renegotiate,
                authToken,
                longest);
    }

    /// The same with another tunnel MTU.
    public Admission withTunMtu(int mtu) {
        return new Admission(
                peerId,
                ipv4,
                ipv6,
                routes,
                dns,
                mtu,
                ping,
                pingRestart,
                renegotiate,
                authToken,
                longest);
    }

    /// The same with a token for a signed-in user, and the end of what the sign-in is good for.
    public Admission withAuthToken(AuthToken token, Duration untilEnd) {
        return new Admission(
                peerId,
                ipv4,
                ipv6,
                routes,
                dns,
                tunMtu,
                ping,
                pingRestart,
                renegotiate,
                Optional.of(token),
                Optional.of(untilEnd));
    }

    Admission with(LiveSettings settings) {
        return new Admission(
                peerId,
                ipv4,
                ipv6,
                settings.routes(),
                settings.dns(),
                tunMtu,
                ping,
                pingRestart,
                renegotiate,
                authToken,
                longest);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /// An address in the VPN network.
    ///
    /// @param prefixLength of the VPN network
    /// @param gateway the secure server's own address there, of the same family
    public record TunnelAddress(InetAddress address, int prefixLength, InetAddress gateway) {
        public TunnelAddress {
            require(address.getClass().equals(gateway.getClass()), "gateway of another family");
            require(
                    prefixLength >= 1 && prefixLength <= address.getAddress().length * 8,
                    "prefix length out of range");
        }
    }

    /// A network to route into the tunnel; no host bits may be set.
    public record Route(InetAddress network, int prefixLength) {
        public Route {
            byte[] bytes = network.getAddress();
            require(
                    prefixLength >= 0 && prefixLength <= bytes.length * 8,
                    "prefix length out of range");
            for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
                require((bytes[bit / 8] >> (7 - bit % 8) & 1) == 0, "route has host bits set");
            }
        }

        boolean isIpv6() {
            return network instanceof Inet6Address;
        }
    }

    /// Name servers in the tunnel.
    ///
    /// @param servers their addresses, best first; none = nothing is pushed
    /// @param searchDomains completed to short names
    /// @param resolveDomains the only domains that go to these servers; none = all
    public record Dns(
            List<InetAddress> servers, List<String> searchDomains, List<String> resolveDomains) {
        public static final Dns NONE = new Dns(List.of(), List.of(), List.of());
        private static final int MAX_SERVERS = 8;
        private static final int MAX_DOMAINS = 32;

        public Dns {
            servers = List.copyOf(servers);
            searchDomains = List.copyOf(searchDomains);
            resolveDomains = List.copyOf(resolveDomains);
            require(servers.size() <= MAX_SERVERS, "too many name servers");
            require(
                    searchDomains.size() <= MAX_DOMAINS && resolveDomains.size() <= MAX_DOMAINS,
                    "too many domains");
            searchDomains.forEach(Dns::requireDomain);
            resolveDomains.forEach(Dns::requireDomain);
        }

        private static void requireDomain(String domain) {
            require(domain.matches("[A-Za-z0-9_.-]{1,200}"), "not a domain: " + domain);
        }
    }

    /// What a peer sends instead of its password (`auth-token`).
    ///
    /// @param token printable, at most 127 characters, no comma, blank or quote
    /// @param username goes with the token where the peer has sent none (`auth-token-user`)
    public record AuthToken(String token, Optional<String> username) {
        private static final int MAX_USERNAME = 128;

        public AuthToken {
            require(token.matches("[A-Za-z0-9+/=_.:-]{1,127}"), "not an auth-token");
            require(
                    username.isEmpty() || username.get().length() <= MAX_USERNAME,
                    "user name too long");
        }

        /// Never shows the token.
        @Override
        public String toString() {
            return "AuthToken[***]";
        }
    }
}
