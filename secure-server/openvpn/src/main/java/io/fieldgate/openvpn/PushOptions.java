package io.fieldgate.openvpn;

import io.fieldgate.openvpn.data.DataCipher;
import java.util.ArrayList;
import java.util.List;

/// What is pushed to an admitted client, option by option. Equal input gives equal output in equal
/// order: a client keeps its interface over a reconnect only then.
final class PushOptions {
    private PushOptions() {}

    static List<String> of(
            Admission admission,
            ClientCapabilities client,
            DataCipher cipher,
            Transport transport) {
        List<String> options = new ArrayList<>();
        options.add("topology subnet");
        options.add("route-gateway " + admission.gateway().getHostAddress());
        options.add(
                "ifconfig "
                        + admission.vpnAddress().getHostAddress()
                        + " "
                        + Ipv4.text(Ipv4.mask(admission.prefixLength())));
        for (Admission.Route route : admission.routes()) {
            options.add(
                    "route "
                            + route.network().getHostAddress()
                            + " "
                            + Ipv4.text(Ipv4.mask(route.prefixLength())));
        }
        options.add("ping " + admission.ping().toSeconds());
        options.add("ping-restart " + admission.pingRestart().toSeconds());
        if (transport == Transport.UDP) {
            options.add("explicit-exit-notify 1");
        }
        options.add("peer-id " + admission.peerId());
        options.add("cipher " + cipher.openvpnName());
        addProtocol(client, options);
        if (client.takesTunMtu()) {
            options.add("tun-mtu 1500");
        }
        return options;
    }

    /// Only words for which the client showed the bit: some clients reconnect for ever over a word
    /// that they do not know.
    private static void addProtocol(ClientCapabilities client, List<String> options) {
        if (client.needsStubCompression()) {
            options.add("compress stub-v2");
        }
        List<String> flags = new ArrayList<>();
        if (client.knowsProtocolFlags()) {
            flags.add("cc-exit");
            if (client.exportsKeys()) {
                flags.add("tls-ekm");
            }
        } else if (client.exportsKeys()) {
            options.add("key-derivation tls-ekm");
        }
        if (client.usesDynamicTlsCrypt()) {
            flags.add("dyn-tls-crypt");
        }
        if (!flags.isEmpty()) {
            options.add("protocol-flags " + String.join(" ", flags));
        }
    }
}
