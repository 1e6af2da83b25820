package io.fieldgate.portal.fleet;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface SecureServerRepository extends Repository<SecureServer, UUID> {
    Optional<SecureServer> findById(UUID id);

    /// The row, locked until the transaction ends.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT s FROM SecureServer s WHERE s.id = :id")
    Optional<SecureServer> lock(UUID id);

    boolean existsByTenantIdAndNameKeyAndDeletedAtIsNull(UUID tenantId, String nameKey);

    /// Indexes of the VPN networks that a tenant's secure servers have.
    @Query("SELECT s.networkIndex FROM SecureServer s WHERE s.tenantId = :tenantId")
    List<Integer> networksOf(UUID tenantId);

    @Query(
            """
            SELECT s FROM SecureServer s
            WHERE s.tenantId = :tenantId AND s.deletedAt IS NULL
              AND s.nameKey LIKE :pattern ESCAPE '\\'
              AND (s.nameKey > :afterKey OR (s.nameKey = :afterKey AND s.id > :afterId))
            ORDER BY s.nameKey, s.id\
            """)
    List<SecureServer> slice(
            UUID tenantId, String pattern, String afterKey, UUID afterId, Limit limit);

    @Query("SELECT p.id FROM Peer p WHERE p.secureServerId = :id")
    List<UUID> peerIds(UUID id);
}
