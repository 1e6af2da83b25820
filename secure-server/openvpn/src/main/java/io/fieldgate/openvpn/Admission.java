package io.fieldgate.openvpn;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;

/// What an admitted peer gets. Equal admissions make equal push replies, so that a client that
/// reconnects keeps its interface.
///
/// @param peerId routes data packets of this session to it: unique among the live sessions of the
///   shell, 0 to 0xFFFFFE
/// @param vpnAddress the peer's address in the VPN network
/// @param prefixLength of the VPN network, 1 to 30
/// @param gateway the secure server's own address in the VPN network
/// @param routes networks that the peer shall send into the tunnel, in this order; at most
///   [#MAX_ROUTES]
/// @param ping when the line is quiet for this long either side sends a ping; whole seconds
/// @param pingRestart the peer reconnects after this silence; the session ends after twice this;
///   whole seconds, at least twice `ping`
/// @param renegotiate upper bound of the time between renegotiations that the server starts; it
///   picks a moment in the last tenth at random; at least 10 seconds
public record Admission(
        int peerId,
        Inet4Address vpnAddress,
        int prefixLength,
        Inet4Address gateway,
        List<Route> routes,
        Duration ping,
        Duration pingRestart,
        Duration renegotiate) {
    public static final int MAX_PEER_ID = 0xFFFFFE;
    public static final int MAX_ROUTES = 4096;

    public Admission {
        routes = List.copyOf(routes);
        require(peerId >= 0 && peerId <= MAX_PEER_ID, "peer id out of range");
        require(prefixLength >= 1 && prefixLength <= 30, "prefix length out of range");
        require(routes.size() <= MAX_ROUTES, "too many routes");
        require(ping.toSeconds() >= 1, "ping below one second");
        require(pingRestart.compareTo(ping.multipliedBy(2)) >= 0, "ping-restart below twice ping");
        require(renegotiate.toSeconds() >= 10, "renegotiation more often than every 10 seconds");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /// An IPv4 network to route into the tunnel; no host bits may be set.
    public record Route(Inet4Address network, int prefixLength) {
        public Route {
            require(prefixLength >= 0 && prefixLength <= 32, "prefix length out of range");
            require(
                    (Ipv4.toInt(network) & ~Ipv4.mask(prefixLength)) == 0,
                    "route has host bits set");
        }
    }
}
