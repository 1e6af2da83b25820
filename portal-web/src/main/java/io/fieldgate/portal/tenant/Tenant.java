package io.fieldgate.portal.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "tenant")
class Tenant {
    @Id private UUID id;
    private String name;
    private String nameKey;
    private String label;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected Tenant() {}

    Tenant(UUID id, String name, String nameKey, String label, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.nameKey = nameKey;
        this.label = label;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String nameKey() {
        return nameKey;
    }

    TenantView view() {
        return new TenantView(id, name, label + TenantView.TOP, createdAt);
    }
}
