package io.fieldgate.portal.tenant;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TenantRepository extends Repository<Tenant, UUID> {
    Optional<Tenant> findById(UUID id);

    boolean existsByNameKey(String nameKey);

    boolean existsByLabel(String label);

    @Query(
            """
            SELECT t FROM Tenant t
            WHERE t.nameKey LIKE :pattern ESCAPE '\\'
              AND (t.nameKey > :afterKey OR (t.nameKey = :afterKey AND t.id > :afterId))
            ORDER BY t.nameKey, t.id\
            """)
    List<Tenant> slice(String pattern, String afterKey, UUID afterId, Limit limit);
}
