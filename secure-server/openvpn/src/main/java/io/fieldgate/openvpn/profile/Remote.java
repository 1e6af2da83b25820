package io.fieldgate.openvpn.profile;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// One way to reach a secure server.
///
/// @param host DNS name, IPv4 address or IPv6 address (without brackets or zone)
/// @param port 1 to 65535
/// @param protocol transport
public record Remote(String host, int port, Protocol protocol) {
    /// Transport protocol; the address family follows from the host.
    public enum Protocol {
        UDP,
        TCP;

        String openvpnName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_HOST_LENGTH = 253;
    private static final Pattern DNS_NAME =
            Pattern.compile(
                    "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                            + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    public Remote {
        if (!isHost(host)) {
            throw new IllegalArgumentException("not a DNS name or IP address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /// The two remotes of a secure server that listens on the same port with both protocols; UDP
    /// first, since it is faster.
    public static List<Remote> udpThenTcp(String host, int port) {
        return List.of(new Remote(host, port, Protocol.UDP), new Remote(host, port, Protocol.TCP));
    }

    /// A remote, if the host has the form of one.
    static Optional<Remote> of(String host, int port, Protocol protocol) {
        return isHost(host) ? Optional.of(new Remote(host, port, protocol)) : Optional.empty();
    }

    private static boolean isHost(String host) {
        if (host.length() > MAX_HOST_LENGTH) {
            return false;
        }
        if (host.indexOf(':') >= 0) {
            return IPV6_CHARACTERS.matcher(host).matches() && isLiteral(host);
        }
        if (DIGITS_AND_DOTS.matcher(host).matches()) {
            return Ipv4Text.parse(host).isPresent();
        }
        return DNS_NAME.matcher(host).matches();
    }

    private static boolean isLiteral(String ipv6) {
        try {
            return InetAddress.ofLiteral(ipv6) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
