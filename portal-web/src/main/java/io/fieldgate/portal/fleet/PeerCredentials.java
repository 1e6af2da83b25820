package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What a secure server must know to recognise its peers.
interface PeerCredentials {
    /// The certificates that each of these peers may present.
    Map<UUID, List<AllowedCertificate>> allowed(Collection<UUID> peerIds);

    /// The secure server's tls-crypt-v2 server key, 128 bytes in base64.
    String tlsCryptV2ServerKey(UUID tenantId, UUID serverId);
}
