-- A client's personal link: whoever holds it picks sites for this client, without an account.
CREATE TABLE pick_link (
    client_id   uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    -- SHA-256 of 256 random bits
    secret_hash bytea       NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    -- when it was opened last in a browser that did not know it yet
    opened_at   timestamptz,
    FOREIGN KEY (tenant_id, client_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);
CALL protect_tenant_table('pick_link');
