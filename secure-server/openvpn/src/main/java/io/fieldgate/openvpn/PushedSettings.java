package io.fieldgate.openvpn;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a server tells its client to use, typed and checked.
///
/// A server may push anything; only what stands here is understood. Everything else is kept as text
/// in [#ignored] and never acted on. Whether to act on the rest is the caller's decision: a pushed
/// route or name server is a wish of the server.
///
/// @param ipv4 the client's address in the tunnel
/// @param ipv6 the client's address in the tunnel
/// @param mtu of the tunnel; 1500 if the server says nothing
/// @param routing networks to send into the tunnel
/// @param dns name servers to use
/// @param times how the line is kept alive, and when the session shall end
/// @param channel what was agreed about the data channel
/// @param ignored options that are unknown, malformed, or not for a client, printable and cut to
///   length; at most [#MAX_IGNORED]
public record PushedSettings(
        Optional<Ipv4Interface> ipv4,
        Optional<Ipv6Interface> ipv6,
        int mtu,
        Routing routing,
        Dns dns,
        Times times,
        Channel channel,
        List<String> ignored) {
    public static final int MAX_IGNORED = 256;

    public PushedSettings {
        ignored = List.copyOf(ignored);
    }

    /// @param prefixLength 32 when the server gave the other end's address instead of a netmask
    /// @param otherEnd the other end of a point-to-point link (`topology net30` or `p2p`)
    public record Ipv4Interface(
            Inet4Address address, int prefixLength, Optional<Inet4Address> otherEnd) {}

    /// @param gateway the server's own address in the tunnel
    public record Ipv6Interface(
            Inet6Address address, int prefixLength, Optional<Inet6Address> gateway) {}

    /// @param gateway for IPv4 routes that name none
    /// @param redirect flags of `redirect-gateway` (such as `def1`, `ipv6`), if the server wants
    ///   all traffic; empty if it does not
    /// @param blockIpv6 whether IPv6 beside the tunnel shall be refused
    public record Routing(
            Optional<Inet4Address> gateway,
            List<Route> routes,
            Optional<Set<String>> redirect,
            boolean blockIpv6) {
        public Routing {
            routes = List.copyOf(routes);
            redirect = redirect.map(Set::copyOf);
        }
    }

    /// A network without host bits.
    public record Route(InetAddress network, int prefixLength, Via via, OptionalInt metric) {}

    /// Where a route leads.
    public sealed interface Via {
        /// Into the tunnel.
        record Tunnel() implements Via {}

        /// To this address, which may be beside the tunnel.
        record Gateway(InetAddress address) implements Via {}

        /// Beside the tunnel, to the client's own gateway (`net_gateway`).
        record Outside() implements Via {}
    }

    /// @param servers the most important first; empty if the server names none
    public record Dns(List<DnsServer> servers, List<String> searchDomains) {
        public Dns {
            servers = List.copyOf(servers);
            searchDomains = List.copyOf(searchDomains);
        }
    }

    /// @param addresses of one name server, with port (53 if none was given)
    /// @param resolveDomains names to ask it for; empty for all
    /// @param dnssec `yes`, `optional`, `no`, or empty if the server says nothing
    /// @param transport `DoT`, `DoH`, `plain`, or empty if the server says nothing
    /// @param serverName name in the server's certificate; may be empty
    public record DnsServer(
            List<InetSocketAddress> addresses,
            List<String> resolveDomains,
            String dnssec,
            String transport,
            String serverName) {
        public DnsServer {
            addresses = List.copyOf(addresses);
            resolveDomains = List.copyOf(resolveDomains);
        }
    }

    /// @param ping the session sends one when the line was quiet for this long
    /// @param pingRestart the session ends after this silence
    /// @param inactive the shell should end the session when no traffic passed for this long
    /// @param sessionTimeout the shell should end the session after this
    public record Times(
            Optional<Duration> ping,
            Optional<Duration> pingRestart,
            Optional<Duration> inactive,
            Optional<Duration> sessionTimeout) {}

    /// @param peerId for `P_DATA_V2`; without it data goes as `P_DATA_V1`
    /// @param cipher as pushed; empty if the server says nothing
    /// @param compression framing as pushed, such as `compress stub-v2`; empty for none
    /// @param flags what was agreed
    public record Channel(
            OptionalInt peerId, Optional<String> cipher, String compression, Set<Flag> flags) {
        public Channel {
            flags = Set.copyOf(flags);
        }
    }

    /// Abilities that client and server agree on.
    public enum Flag {
        /// The data keys come from the TLS exporter.
        EXPORTED_KEYS,
        /// Renegotiations are protected with an exported key.
        DYNAMIC_TLS_CRYPT,
        /// Who leaves says so in the control channel.
        EXIT_MESSAGE,
        /// Data packets have the epoch format.
        EPOCH_DATA
    }
}
