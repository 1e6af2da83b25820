package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Digits;
import io.fieldgate.openvpn.control.OptionWords;
import io.fieldgate.openvpn.control.PushReply;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Reads pushed options into [PushedSettings]: an allowlist, each with its own strict grammar. What
/// does not fit is set aside as text.
final class SettingsReader {
    private static final int MAX_SECONDS = 366 * 24 * 3600;
    private static final Set<String> REDIRECT_FLAGS =
            Set.of(
                    "def1",
                    "local",
                    "autolocal",
                    "bypass-dhcp",
                    "bypass-dns",
                    "block-local",
                    "ipv6",
                    "!ipv4");

    private final int maxMtu;
    private final List<String> ignored = new ArrayList<>();
    private final List<PushedSettings.Route> routes = new ArrayList<>();
    private final DnsReader dns = new DnsReader();
    private final Set<PushedSettings.Flag> flags = EnumSet.noneOf(PushedSettings.Flag.class);
    private boolean subnet;
    private List<String> ifconfig = List.of();
    private Optional<PushedSettings.Ipv6Interface> ipv6 = Optional.empty();
    private Optional<Inet4Address> gateway = Optional.empty();
    private Optional<Set<String>> redirect = Optional.empty();
    private Optional<Duration> ping = Optional.empty();
    private Optional<Duration> pingRestart = Optional.empty();
    private Optional<Duration> inactive = Optional.empty();
    private Optional<Duration> sessionTimeout = Optional.empty();
    private Optional<String> cipher = Optional.empty();
    private OptionalInt peerId = OptionalInt.empty();
    private String compression = "";
    private boolean blockIpv6;
    private int mtu = Admission.DEFAULT_TUN_MTU;

    private SettingsReader(int maxMtu) {
        this.maxMtu = maxMtu;
    }

    /// @param options as pushed; later ones overrule earlier ones of their kind
    /// @param maxMtu largest tunnel MTU that is taken, as announced in `IV_MTU`
    static PushedSettings read(List<String> options, int maxMtu) {
        SettingsReader reader = new SettingsReader(maxMtu);
        options.forEach(reader::read);
        return reader.settings();
    }

    private PushedSettings settings() {
        Optional<PushedSettings.Ipv4Interface> ipv4 = ipv4();
        if (ipv4.isEmpty() && !ifconfig.isEmpty()) {
            ignore(String.join(" ", ifconfig));
        }
        return new PushedSettings(
                ipv4,
                ipv6,
                mtu,
                new PushedSettings.Routing(gateway, routes, redirect, blockIpv6),
                dns.dns(),
                new PushedSettings.Times(ping, pingRestart, inactive, sessionTimeout),
                new PushedSettings.Channel(peerId, cipher, compression, flags),
                ignored);
    }

    private void read(String option) {
        List<String> words = OptionWords.of(option);
        if (words.isEmpty() || !(readAddresses(words) || readChannel(words))) {
            ignore(option);
        }
    }

    private void ignore(String option) {
        if (ignored.size() < PushedSettings.MAX_IGNORED) {
            ignored.add(PrintableText.of(option, PushReply.MAX_OPTION));
        }
    }

    /// Returns whether the option was taken.
    private boolean readAddresses(List<String> words) {
        String first = words.size() > 1 ? words.get(1) : "";
        return switch (words.getFirst()) {
            case "topology" -> {
                subnet = first.equals("subnet");
                yield List.of("subnet", "net30", "p2p").contains(first);
            }
            case "ifconfig" -> {
                ifconfig = words;
                yield true;
            }
            case "ifconfig-ipv6" -> {
                ipv6 = ipv6(words);
                yield ipv6.isPresent();
            }
            case "route-gateway" -> {
                gateway = Addresses.ipv4(first);
                yield gateway.isPresent();
            }
            case "route" -> routes.addAll(route(words));
            case "route-ipv6" -> routes.addAll(routeIpv6(words));
            case "redirect-gateway", "redirect-private" -> readRedirect(words);
            case "block-ipv6" -> {
                blockIpv6 = words.size() == 1;
                yield blockIpv6;
            }
            case "dns" -> dns.read(words);
            case "dhcp-option" -> dns.readDhcpOption(words);
            default -> false;
        };
    }

    private boolean readChannel(List<String> words) {
        String first = words.size() > 1 ? words.get(1) : "";
        return switch (words.getFirst()) {
            case "ping" -> {
                ping = seconds(first);
                yield ping.isPresent();
            }
            case "ping-restart", "ping-exit" -> {
                pingRestart = seconds(first);
                yield pingRestart.isPresent();
            }
            case "keepalive" -> {
                ping = seconds(first);
                pingRestart = words.size() > 2 ? seconds(words.get(2)) : Optional.empty();
                yield ping.isPresent() && pingRestart.isPresent();
            }
            case "inactive" -> {
                inactive = seconds(first);
                yield inactive.isPresent();
            }
            case "session-timeout" -> {
                sessionTimeout = seconds(first);
                yield sessionTimeout.isPresent();
            }
            // Exits are always announced; the token is no setting: see ClientCredentials.
            case "explicit-exit-notify", "auth-token", "auth-token-user" -> true;
            case "peer-id" -> {
                peerId = number(first, 0, Admission.MAX_PEER_ID);
                yield peerId.isPresent();
            }
            case "cipher" -> {
                cipher = Optional.of(PrintableText.of(first, 64));
                yield !first.isEmpty();
            }
            case "tun-mtu" -> {
                OptionalInt wanted = number(first, Admission.MIN_TUN_MTU, 65535);
                mtu = Math.min(maxMtu, wanted.orElse(Admission.DEFAULT_TUN_MTU));
                yield wanted.isPresent();
            }
            case "compress", "comp-lzo" -> {
                compression = PrintableText.of(String.join(" ", words), 64);
                yield true;
            }
            case "protocol-flags" -> readFlags(words);
            case "key-derivation" ->
                    first.equals("tls-ekm") && addFlag(PushedSettings.Flag.EXPORTED_KEYS);
            default -> false;
        };
    }

    private boolean addFlag(PushedSettings.Flag flag) {
        flags.add(flag);
        return true;
    }

    private boolean readFlags(List<String> words) {
        boolean allKnown = true;
        for (String word : words.subList(1, words.size())) {
            allKnown &=
                    switch (word) {
                        case "cc-exit" -> addFlag(PushedSettings.Flag.EXIT_MESSAGE);
                        case "tls-ekm" -> addFlag(PushedSettings.Flag.EXPORTED_KEYS);
                        case "dyn-tls-crypt" -> addFlag(PushedSettings.Flag.DYNAMIC_TLS_CRYPT);
                        case "aead-epoch" -> addFlag(PushedSettings.Flag.EPOCH_DATA);
                        default -> false;
                    };
        }
        return allKnown;
    }

    private boolean readRedirect(List<String> words) {
        Set<String> wanted = new LinkedHashSet<>(words.subList(1, words.size()));
        if (!REDIRECT_FLAGS.containsAll(wanted)) {
            return false;
        }
        // redirect-private keeps the default route.
        redirect =
                words.getFirst().equals("redirect-gateway")
                        ? Optional.of(wanted)
                        : Optional.empty();
        return true;
    }

    private Optional<PushedSettings.Ipv4Interface> ipv4() {
        if (ifconfig.size() != 3) {
            return Optional.empty();
        }
        Optional<Inet4Address> address = Addresses.ipv4(ifconfig.get(1));
        Optional<Inet4Address> second = Addresses.ipv4(ifconfig.get(2));
        if (address.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        if (!subnet) {
            return Optional.of(new PushedSettings.Ipv4Interface(address.get(), 32, second));
        }
        OptionalInt prefix = Addresses.prefixLength(second.get());
        return prefix.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new PushedSettings.Ipv4Interface(
                                address.get(), prefix.getAsInt(), Optional.empty()));
    }

    private static Optional<PushedSettings.Ipv6Interface> ipv6(List<String> words) {
        if (words.size() < 2 || words.size() > 3) {
            return Optional.empty();
        }
        String[] parts = words.get(1).split("/", 3);
        Optional<Inet6Address> address = Addresses.ipv6(parts[0]);
        OptionalInt prefix = parts.length == 2 ? number(parts[1], 0, 128) : OptionalInt.empty();
        Optional<Inet6Address> gateway =
                words.size() == 3 ? Addresses.ipv6(words.get(2)) : Optional.empty();
        boolean valid =
                address.isPresent()
                        && prefix.isPresent()
                        && (words.size() == 2 || gateway.isPresent());
        return valid
                ? Optional.of(
                        new PushedSettings.Ipv6Interface(address.get(), prefix.getAsInt(), gateway))
                : Optional.empty();
    }

    /// `route NETWORK [NETMASK [GATEWAY [METRIC]]]`
    private static List<PushedSettings.Route> route(List<String> words) {
        if (words.size() < 2 || words.size() > 5) {
            return List.of();
        }
        Optional<Inet4Address> network = Addresses.ipv4(words.get(1));
        String netmask = words.size() > 2 ? words.get(2) : "default";
        OptionalInt prefix =
                netmask.equals("default")
                        ? OptionalInt.of(32)
                        : Addresses.ipv4(netmask)
                                .map(Addresses::prefixLength)
                                .orElse(OptionalInt.empty());
        return network.isPresent() && prefix.isPresent()
                ? route(
                        network.get(),
                        prefix.getAsInt(),
                        words.subList(Math.min(3, words.size()), words.size()))
                : List.of();
    }

    /// `route-ipv6 NETWORK/LENGTH [GATEWAY [METRIC]]`
    private static List<PushedSettings.Route> routeIpv6(List<String> words) {
        if (words.size() < 2 || words.size() > 4) {
            return List.of();
        }
        String[] parts = words.get(1).split("/", 3);
        Optional<Inet6Address> network = Addresses.ipv6(parts[0]);
        OptionalInt prefix = parts.length == 2 ? number(parts[1], 0, 128) : OptionalInt.empty();
        return network.isPresent() && prefix.isPresent()
                ? route(network.get(), prefix.getAsInt(), words.subList(2, words.size()))
                : List.of();
    }

    /// @param rest gateway and metric, each of which may be missing or `default`
    private static List<PushedSettings.Route> route(
            InetAddress network, int prefixLength, List<String> rest) {
        String gateway = rest.isEmpty() ? "default" : rest.get(0);
        String metric = rest.size() < 2 ? "default" : rest.get(1);
        Optional<PushedSettings.Via> via = via(network, gateway);
        OptionalInt cost = number(metric, 0, Integer.MAX_VALUE);
        boolean valid =
                via.isPresent()
                        && (cost.isPresent() || metric.equals("default"))
                        && Addresses.isNetwork(network, prefixLength);
        return valid
                ? List.of(new PushedSettings.Route(network, prefixLength, via.get(), cost))
                : List.of();
    }

    private static Optional<PushedSettings.Via> via(InetAddress network, String gateway) {
        return switch (gateway) {
            case "default", "vpn_gateway" -> Optional.of(new PushedSettings.Via.Tunnel());
            case "net_gateway", "net_gateway_ipv6" -> Optional.of(new PushedSettings.Via.Outside());
            default ->
                    Addresses.any(gateway)
                            .filter(address -> address.getClass() == network.getClass())
                            .map(PushedSettings.Via.Gateway::new);
        };
    }

    /// Zero means never.
    private static Optional<Duration> seconds(String text) {
        OptionalInt seconds = number(text, 0, MAX_SECONDS);
        return seconds.isPresent() && seconds.getAsInt() > 0
                ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
                : Optional.empty();
    }

    private static OptionalInt number(String text, int least, int most) {
        OptionalLong value = Digits.parse(text);
        return value.isPresent() && value.getAsLong() >= least && value.getAsLong() <= most
                ? OptionalInt.of((int) value.getAsLong())
                : OptionalInt.empty();
    }
}
