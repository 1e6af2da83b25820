package io.fieldgate.contract.control;

import io.fieldgate.contract.PeerKind;
import java.util.List;

/// One node or client as its secure server must treat it.
///
/// @param id UUID; also the common name of its certificates and its tls-crypt-v2 metadata
/// @param kind node or client
/// @param state only ACTIVE peers may have a session
/// @param vpnAddress its VPN address, such as `100.64.0.2`
/// @param certificates the allowlist: only these certificates are accepted for this peer
/// @param subnets the subnets behind it that are in force (nodes only)
public record Peer(
        String id,
        PeerKind kind,
        State state,
        String vpnAddress,
        List<AllowedCertificate> certificates,
        List<Subnet> subnets) {
    public Peer {
        certificates = List.copyOf(certificates);
        subnets = List.copyOf(subnets);
    }

    /// Whether the peer may connect.
    public enum State {
        ACTIVE,
        DISABLED,
        REVOKED
    }

    /// A certificate that the peer may present.
    ///
    /// @param serial serial number, lower-case hex without leading zeros
    /// @param spkiSha256 SHA-256 of its SubjectPublicKeyInfo, lower-case hex
    public record AllowedCertificate(String serial, String spkiSha256) {}

    /// @param prefix CIDR form, canonical
    /// @param source who named it
    public record Subnet(String prefix, SubnetSource source) {}
}
