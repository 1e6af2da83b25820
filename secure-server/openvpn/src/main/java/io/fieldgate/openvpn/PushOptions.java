package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.PushReply;
import io.fieldgate.openvpn.data.DataFormat;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// What is pushed to an admitted client, option by option. Equal input gives equal output in equal
/// order: a client keeps its interface over a reconnect only then.
final class PushOptions {
    private final ClientCapabilities client;
    private final List<String> options = new ArrayList<>();

    private PushOptions(ClientCapabilities client) {
        this.client = client;
    }

    static List<String> of(
            Admission admission,
            ClientCapabilities client,
            DataFormat format,
            Transport transport) {
        PushOptions push = new PushOptions(client);
        push.addAddresses(admission);
        push.addRoutes(admission.routes());
        push.addDns(admission.dns());
        push.add("ping " + admission.ping().toSeconds());
        push.add("ping-restart " + admission.pingRestart().toSeconds());
        if (transport == Transport.UDP) {
            push.add("explicit-exit-notify 1");
        }
        if (client.takesPeerId()) {
            push.add("peer-id " + admission.peerId());
        }
        admission.authToken().ifPresent(push::addAuthToken);
        if (client.negotiatesCipher()) {
            push.add("cipher " + format.cipherName());
        }
        push.addProtocol(format);
        if (client.takesTunMtu(admission.tunMtu())) {
            push.add("tun-mtu " + admission.tunMtu());
        }
        return push.options;
    }

    /// The options of a `PUSH_UPDATE`: the first of a family replaces what the client had of it,
    /// `-` takes the whole family away.
    static List<String> update(LiveSettings settings, ClientCapabilities client) {
        PushOptions push = new PushOptions(client);
        if (settings.routes().stream().allMatch(Admission.Route::isIpv6)) {
            push.add("-route");
        }
        if (settings.routes().stream().noneMatch(Admission.Route::isIpv6)) {
            push.add("-route-ipv6");
        }
        push.addRoutes(settings.routes());
        if (settings.dns().equals(Admission.Dns.NONE)) {
            push.add(client.takesDnsOption() ? "-dns" : "-dhcp-option");
        }
        push.addDns(settings.dns());
        return push.options;
    }

    private void addAddresses(Admission admission) {
        Admission.TunnelAddress ipv4 = admission.ipv4();
        add("topology subnet");
        add("route-gateway " + ipv4.gateway().getHostAddress());
        add("ifconfig " + ipv4.address().getHostAddress() + " " + mask(ipv4.prefixLength()));
        admission
                .ipv6()
                .ifPresent(ipv6 ->
                        add(
                                "ifconfig-ipv6 %s/%d %s"
                                        .formatted(
                                                ipv6.address().getHostAddress(),
                                                ipv6.prefixLength(),
                                                ipv6.gateway().getHostAddress())));
    }

    private void addRoutes(List<Admission.Route> routes) {
        for (Admission.Route route : routes) {
            String network = route.network().getHostAddress();
            add(
                    route.network() instanceof Inet4Address
                            ? "route " + network + " " + mask(route.prefixLength())
                            : "route-ipv6 " + network + "/" + route.prefixLength());
        }
    }

    /// Both forms say the same; a client that knows the new one gets only that.
    private void addDns(Admission.Dns dns) {
        List<String> servers = dns.servers().stream().map(InetAddress::getHostAddress).toList();
        if (client.takesDnsOption()) {
            addInLines("dns search-domains", dns.searchDomains());
            addInLines("dns server 0 address", servers);
            if (!servers.isEmpty()) {
                addInLines("dns server 0 resolve-domains", dns.resolveDomains());
            }
            return;
        }
        servers.forEach(server -> add("dhcp-option DNS " + server));
        for (int i = 0; i < dns.searchDomains().size(); i++) {
            String word = i == 0 ? "DOMAIN " : "DOMAIN-SEARCH ";
            add("dhcp-option " + word + dns.searchDomains().get(i));
        }
    }

    /// Arguments of one option, on as many lines as they need: a client adds them up.
    private void addInLines(String option, List<String> arguments) {
        StringBuilder line = new StringBuilder(option);
        for (String argument : arguments) {
            if (line.length() + 1 + argument.length() > PushReply.MAX_OPTION) {
                add(line.toString());
                line = new StringBuilder(option);
            }
            line.append(' ').append(argument);
        }
        if (!arguments.isEmpty()) {
            add(line.toString());
        }
    }

    private void addAuthToken(Admission.AuthToken token) {
        add("auth-token " + token.token());
        token.username().ifPresent(name -> add("auth-token-user " + AuthTokens.base64(name)));
    }

    /// Only words for which the client showed the bit: some clients reconnect for ever over a word
    /// that they do not know.
    private void addProtocol(DataFormat format) {
        if (client.needsStubCompression()) {
            add("compress stub-v2");
        }
        List<String> flags = new ArrayList<>();
        if (client.knowsProtocolFlags()) {
            flags.add("cc-exit");
            if (client.exportsKeys()) {
                flags.add("tls-ekm");
            }
        } else if (client.exportsKeys()) {
            add("key-derivation tls-ekm");
        }
        if (client.usesDynamicTlsCrypt()) {
            flags.add("dyn-tls-crypt");
        }
        if (format instanceof DataFormat.Epoch) {
            flags.add("aead-epoch");
        }
        if (!flags.isEmpty()) {
            add("protocol-flags " + String.join(" ", flags));
        }
    }

    private void add(String option) {
        options.add(option);
    }

    private static String mask(int prefixLength) {
        int mask = prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
        return "%d.%d.%d.%d"
                .formatted(mask >>> 24, mask >>> 16 & 0xff, mask >>> 8 & 0xff, mask & 0xff);
    }
}
