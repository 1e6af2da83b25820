package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.SubnetSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface PeerSubnetRepository extends Repository<PeerSubnet, UUID> {
    @Query("SELECT s FROM PeerSubnet s WHERE s.peerId IN :peerIds ORDER BY s.source, s.prefix")
    List<PeerSubnet> ofPeers(Collection<UUID> peerIds);

    /// The subnets in force of all nodes of a server that are not revoked.
    @Query(
            """
            SELECT s FROM PeerSubnet s JOIN Peer p ON p.id = s.peerId
            WHERE s.secureServerId = :serverId
              AND s.state = io.fieldgate.portal.fleet.SubnetState.ACTIVE
              AND p.deletedAt IS NULL
              AND p.access <> io.fieldgate.portal.fleet.PeerAccess.REVOKED
            """)
    List<PeerSubnet> inForce(UUID serverId);

    @Modifying
    @Query("DELETE FROM PeerSubnet s WHERE s.peerId = :peerId AND s.source = :source")
    int deleteBySource(UUID peerId, SubnetSource source);
}
