package io.fieldgate.contract.control;

import io.fieldgate.contract.PeerKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One node or client as its secure server must treat it.
///
/// @param id UUID; also the common name of its certificates and its tls-crypt-v2 metadata
/// @param kind node or client
/// @param state only ACTIVE peers may have a session
/// @param vpnAddress its VPN address, such as `100.64.0.2`
/// @param certificates the allowlist: only these certificates are accepted for this peer
/// @param subnets the subnets behind it that are in force (nodes only)
/// @param site more about a node's site; null for clients and from an older portal
/// @param wishes what holds for a client only; null for nodes and from an older portal
public record Peer(
        String id,
        PeerKind kind,
        State state,
        String vpnAddress,
        List<AllowedCertificate> certificates,
        List<Subnet> subnets,
        @Nullable Site site,
        @Nullable Wishes wishes) {
    public Peer {
        certificates = List.copyOf(certificates);
        subnets = List.copyOf(subnets);
    }

    /// Without what can be left out.
    public Peer(
            String id,
            PeerKind kind,
            State state,
            String vpnAddress,
            List<AllowedCertificate> certificates,
            List<Subnet> subnets) {
        this(id, kind, state, vpnAddress, certificates, subnets, null, null);
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
    public record AllowedCertificate(String serial, String spkiSha256) {
        // Written out, for each start of a secure server needs them: the JVM would make code for a
        // record's own, which takes some 30 ms.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof AllowedCertificate(String otherSerial, String otherKey)
                    && Objects.equals(serial, otherSerial)
                    && Objects.equals(spkiSha256, otherKey);
        }

        @Override
        public int hashCode() {
            return 31 * Objects.hashCode(serial) + Objects.hashCode(spkiSha256);
        }
    }

    /// @param prefix CIDR form, canonical
    /// @param source who named it
    /// @param mappedPrefix its unique prefix of the same length, in CIDR form; null where the
    ///   routing mode translates no addresses
    public record Subnet(String prefix, SubnetSource source, @Nullable String mappedPrefix) {
        /// A subnet in a mode that translates no addresses.
        public Subnet(String prefix, SubnetSource source) {
            this(prefix, source, null);
        }
    }

    /// The place behind a node.
    ///
    /// @param label the node's DNS label, unique in its secure server, such as `pump-07`
    /// @param refusedSubnets prefixes that the admin refused: not in force, whatever the node
    ///   announces
    /// @param devices the devices behind it that have names
    public record Site(String label, List<String> refusedSubnets, List<Device> devices) {
        public Site {
            refusedSubnets = List.copyOf(refusedSubnets);
            devices = List.copyOf(devices);
        }
    }

    /// A thing behind a node.
    ///
    /// @param label its DNS label, unique behind its node, such as `plc1`
    /// @param address its own address at the site
    public record Device(String label, String address) {}

    /// What a client's person or admin chose for it.
    ///
    /// @param selectedNodeIds the sites whose own addresses it reaches (Identical Networks); their
    ///   subnets do not overlap
    /// @param splitRoutes whether each subnet is pushed as its two halves, so that it wins against
    ///   the same subnet at the client's own place
    public record Wishes(List<String> selectedNodeIds, boolean splitRoutes) {
        public Wishes {
            selectedNodeIds = List.copyOf(selectedNodeIds);
        }
    }
}
