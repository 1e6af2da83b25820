package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Digits;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads name server settings in the form of OpenVPN 2.6 (`dns …`) and in the older one
/// (`dhcp-option …`). Where both are there, the newer counts.
final class DnsReader {
    static final int MAX_ADDRESSES = 8;
    static final int MAX_DOMAINS = 64;

    private static final int DNS_PORT = 53;
    private static final int MAX_SERVER = 127;
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

    private final TreeMap<Integer, Server> servers = new TreeMap<>();
    private final List<String> searchDomains = new ArrayList<>();
    private final Server oldServer = new Server();
    private final List<String> oldSearchDomains = new ArrayList<>();

    PushedSettings.Dns dns() {
        if (servers.isEmpty() && searchDomains.isEmpty()) {
            List<PushedSettings.DnsServer> old =
                    oldServer.addresses.isEmpty() ? List.of() : List.of(oldServer.typed());
            return new PushedSettings.Dns(old, oldSearchDomains);
        }
        return new PushedSettings.Dns(
                servers.values().stream()
                        .filter(server -> !server.addresses.isEmpty())
                        .map(Server::typed)
                        .toList(),
                searchDomains);
    }

    /// Returns whether the option was taken.
    boolean read(List<String> words) {
        if (words.size() < 3) {
            return false;
        }
        return switch (words.get(1)) {
            case "search-domains" -> addDomains(searchDomains, words.subList(2, words.size()));
            case "server" -> words.size() >= 5 && readServer(words);
            default -> false;
        };
    }

    /// Returns whether the option was taken.
    boolean readDhcpOption(List<String> words) {
        if (words.size() != 3) {
            return false;
        }
        List<String> value = words.subList(2, 3);
        return switch (words.get(1)) {
            case "DNS", "DNS6" -> addAddresses(oldServer.addresses, value);
            case "DOMAIN", "DOMAIN-SEARCH", "ADAPTER_DOMAIN_SUFFIX" ->
                    addDomains(oldSearchDomains, value);
            default -> false;
        };
    }

    private boolean readServer(List<String> words) {
        OptionalLong number = Digits.parse(words.get(2));
        if (number.isEmpty() || number.getAsLong() > MAX_SERVER) {
            return false;
        }
        Server server = servers.computeIfAbsent((int) number.getAsLong(), _ -> new Server());
        List<String> values = words.subList(4, words.size());
        String value = values.getFirst();
        return switch (words.get(3)) {
            case "address" -> addAddresses(server.addresses, values);
            case "resolve-domains" -> addDomains(server.domains, values);
            case "dnssec" -> {
                boolean known = List.of("yes", "optional", "no").contains(value);
                server.dnssec = known ? value : server.dnssec;
                yield known;
            }
            case "transport" -> {
                boolean known = List.of("DoH", "DoT", "plain").contains(value);
                server.transport = known ? value : server.transport;
                yield known;
            }
            case "sni" -> {
                boolean known = DOMAIN.matcher(value).matches();
                server.serverName = known ? value : server.serverName;
                yield known;
            }
            default -> false;
        };
    }

    private static boolean addAddresses(List<InetSocketAddress> addresses, List<String> values) {
        for (String value : values) {
            Optional<InetSocketAddress> address = Addresses.withPort(value, DNS_PORT);
            if (address.isEmpty() || addresses.size() >= MAX_ADDRESSES) {
                return false;
            }
            addresses.add(address.get());
        }
        return true;
    }

    private static boolean addDomains(List<String> domains, List<String> values) {
        for (String value : values) {
            if (!DOMAIN.matcher(value).matches() || domains.size() >= MAX_DOMAINS) {
                return false;
            }
            domains.add(value);
        }
        return true;
    }

    private static final class Server {
        private final List<InetSocketAddress> addresses = new ArrayList<>();
        private final List<String> domains = new ArrayList<>();
        private String dnssec = "";
        private String transport = "";
        private String serverName = "";

        PushedSettings.DnsServer typed() {
            return new PushedSettings.DnsServer(addresses, domains, dnssec, transport, serverName);
        }
    }
}
