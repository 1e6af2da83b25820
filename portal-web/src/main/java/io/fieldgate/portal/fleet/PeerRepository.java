package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface PeerRepository extends Repository<Peer, UUID> {
    Optional<Peer> findById(UUID id);

    /// The secure server of a peer, without reading the peer itself.
    @Query(
            """
            SELECT p.secureServerId FROM Peer p
            WHERE p.id = :id AND p.kind = :kind AND p.deletedAt IS NULL\
            """)
    Optional<UUID> serverIdOf(UUID id, PeerKind kind);

    @Query(
            """
            SELECT count(p) > 0 FROM Peer p
            WHERE p.secureServerId = :serverId AND p.kind = :kind AND p.nameKey = :nameKey
              AND p.deletedAt IS NULL AND p.access <> io.fieldgate.portal.fleet.PeerAccess.REVOKED
            """)
    boolean nameTaken(UUID serverId, PeerKind kind, String nameKey);

    @Query(
            """
            SELECT count(p) > 0 FROM Peer p
            WHERE p.secureServerId = :serverId AND p.label = :label
              AND p.deletedAt IS NULL AND p.access <> io.fieldgate.portal.fleet.PeerAccess.REVOKED
            """)
    boolean labelTaken(UUID serverId, String label);

    /// Living peers of a kind out of a list of ids.
    @Query(
            """
            SELECT p FROM Peer p
            WHERE p.secureServerId = :serverId AND p.kind = :kind AND p.id IN :ids
              AND p.deletedAt IS NULL AND p.access <> io.fieldgate.portal.fleet.PeerAccess.REVOKED
            ORDER BY p.nameKey, p.id\
            """)
    List<Peer> living(UUID serverId, PeerKind kind, Collection<UUID> ids);

    /// Living peers of a kind out of a list of ids, whose names match.
    @Query(
            """
            SELECT p FROM Peer p
            WHERE p.secureServerId = :serverId AND p.kind = :kind AND p.id IN :ids
              AND p.deletedAt IS NULL AND p.access <> io.fieldgate.portal.fleet.PeerAccess.REVOKED
              AND p.nameKey LIKE :pattern ESCAPE '\\'
            ORDER BY p.nameKey, p.id\
            """)
    List<Peer> livingAmong(
            UUID serverId, PeerKind kind, Collection<UUID> ids, String pattern, Limit limit);

    @Query(
            """
            SELECT p FROM Peer p
            WHERE p.secureServerId = :serverId AND p.kind = :kind AND p.deletedAt IS NULL
              AND p.nameKey LIKE :pattern ESCAPE '\\'
              AND (p.nameKey > :afterKey OR (p.nameKey = :afterKey AND p.id > :afterId))
            ORDER BY p.nameKey, p.id\
            """)
    List<Peer> slice(
            UUID serverId,
            PeerKind kind,
            String pattern,
            String afterKey,
            UUID afterId,
            Limit limit);

    /// The same without those that are revoked.
    @Query(
            """
            SELECT p FROM Peer p
            WHERE p.secureServerId = :serverId AND p.kind = :kind AND p.deletedAt IS NULL
              AND p.access <> io.fieldgate.portal.fleet.PeerAccess.REVOKED
              AND p.nameKey LIKE :pattern ESCAPE '\\'
              AND (p.nameKey > :afterKey OR (p.nameKey = :afterKey AND p.id > :afterId))
            ORDER BY p.nameKey, p.id\
            """)
    List<Peer> livingSlice(
            UUID serverId,
            PeerKind kind,
            String pattern,
            String afterKey,
            UUID afterId,
            Limit limit);
}
