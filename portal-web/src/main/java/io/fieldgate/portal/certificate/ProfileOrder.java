package io.fieldgate.portal.certificate;

import io.fieldgate.contract.PeerKind;
import java.util.List;
import java.util.UUID;

/// For whom a profile is made, and where it dials.
///
/// @param peerId the node or client
/// @param host name or address of the secure server
/// @param port its UDP and TCP port
/// @param oldClient whether it is for OpenVPN 2.4 or an older device, which share one key for the
///   control channel
/// @param routes prefixes that a client sends into the tunnel whatever is pushed; mostly none
public record ProfileOrder(
        UUID tenantId,
        UUID secureServerId,
        UUID peerId,
        PeerKind kind,
        String host,
        int port,
        boolean oldClient,
        List<String> routes) {
    public ProfileOrder {
        routes = List.copyOf(routes);
    }
}
