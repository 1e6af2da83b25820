package io.fieldgate.launcher.settings;

import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name or address that browsers, nodes and clients dial.
///
/// It ends up in profiles and certificates, so only a DNS name (RFC 1123) or a literal IPv4 or IPv6
/// address can be one.
///
/// @param text in lower case; an IPv6 address without brackets
public record HostName(String text) {
    private static final int MAXIMUM_LENGTH = 253;
    private static final Pattern LABELS =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern LOOKS_NUMERIC = Pattern.compile("(.*\\.)?[0-9]+");

    /// @throws Refusal when it is neither a name nor an address
    public static HostName parse(String input) {
        String text = input.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.contains(":") || LOOKS_NUMERIC.matcher(text).matches()) {
            return address(input, text);
        }
        if (text.length() > MAXIMUM_LENGTH || !LABELS.matcher(text).matches()) {
            throw wrong(input, null);
        }
        return new HostName(text);
    }

    private static HostName address(String input, String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean shortened = !text.contains(":") && !address.getHostAddress().equals(text);
            if (shortened
                    || text.contains("%")
                    || address.isAnyLocalAddress()
                    || address.isMulticastAddress()) {
                throw wrong(input, null);
            }
            return new HostName(address.getHostAddress());
        } catch (IllegalArgumentException e) {
            throw wrong(input, e);
        }
    }

    private static Refusal wrong(String input, @Nullable Exception cause) {
        String shown = input.length() > 80 ? input.substring(0, 80) + "..." : input;
        return new Refusal(
                "'%s' is neither a DNS name nor an IP address that others can dial. Example: --host vpn.example.com"
                        .formatted(shown.replaceAll("[^\\x20-\\x7e]", "?")),
                cause);
    }

    /// What this machine is reached by when nobody said: the address from which it reaches others,
    /// else any address that is not only local, else `localhost`.
    public static HostName ofThisMachine() {
        return outgoing("198.51.100.1")
                .or(() -> outgoing("2001:db8::1"))
                .or(HostName::ofAnyInterface)
                .map(address -> new HostName(withoutZone(address)))
                .orElse(new HostName("localhost"));
    }

    /// Connecting a datagram socket sends nothing; it asks the kernel for the route.
    private static Optional<InetAddress> outgoing(String farAway) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(farAway), 9));
            return Optional.of(socket.getLocalAddress()).filter(HostName::dialable);
        } catch (IOException | UncheckedIOException noRoute) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> ofAnyInterface() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(HostName::dialable)
                    .min(Comparator.comparing(address -> address instanceof Inet6Address));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static boolean dialable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress();
    }

    private static String withoutZone(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// True when only this machine itself can dial it.
    public boolean onlyThisMachine() {
        return text.equals("localhost")
                || text.startsWith("127.")
                || text.equals("0:0:0:0:0:0:0:1");
    }

    /// As it stands in a URL.
    public String inUrl() {
        return text.contains(":") ? "[" + text + "]" : text;
    }

    @Override
    public String toString() {
        return text;
    }
}
