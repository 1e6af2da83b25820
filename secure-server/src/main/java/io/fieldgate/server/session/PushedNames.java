package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.routing.Ipv4Text;
import io.fieldgate.server.service.GatewayServices;
import java.util.List;

/// What is pushed about names: the gateway answers for the domain, and for nothing else where the
/// client can be told so.
final class PushedNames {
    private PushedNames() {}

    /// The name servers of these settings; none if the names are off or cannot be answered.
    ///
    /// Only the IPv4 address: every client has one, and one server is enough.
    static Admission.Dns of(ServerSettings settings) {
        ServerSettings.Names names = settings.names();
        if (names == null || !GatewayServices.canAnswer(names)) {
            return Admission.Dns.NONE;
        }
        int gateway = SettingsCheck.networks(settings).gateway();
        List<String> domain = List.of(names.domain());
        return new Admission.Dns(List.of(Ipv4Text.toInetAddress(gateway)), domain, domain);
    }

    /// What a peer is told: nodes nothing, a plant's gateway keeps its own name servers.
    static Admission.Dns to(PeerSlot slot, Admission.Dns names) {
        return slot.kind() == PeerKind.CLIENT ? names : Admission.Dns.NONE;
    }
}
