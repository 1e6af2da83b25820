-- What the PKI service issued, and which of it is accepted. Rows are never removed: a revoked
-- certificate stays revoked whatever else is forgotten.
CREATE TABLE certificate (
    serial            text PRIMARY KEY CHECK (serial ~ '^[1-9a-f][0-9a-f]*$'),
    tenant_id         uuid        NOT NULL REFERENCES tenant (id),
    subject_kind      text        NOT NULL
        CHECK (subject_kind IN ('NODE', 'CLIENT', 'VPN_SERVER', 'CONTROL_LINK')),
    -- the peer, or the secure server
    subject_id        uuid        NOT NULL,
    spki_sha256       text        NOT NULL CHECK (spki_sha256 ~ '^[0-9a-f]{64}$'),
    not_before        timestamptz NOT NULL,
    not_after         timestamptz NOT NULL,
    issued_at         timestamptz NOT NULL,
    revoked_at        timestamptz,
    revocation_reason text
        CHECK (revocation_reason IN
               ('UNSPECIFIED', 'KEY_COMPROMISE', 'SUPERSEDED', 'CESSATION_OF_OPERATION')),
    -- when the PKI service had it in its revocation list
    published_at      timestamptz,
    CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL)),
    CHECK (published_at IS NULL OR revoked_at IS NOT NULL)
);
CREATE INDEX certificate_accepted ON certificate (subject_id) WHERE revoked_at IS NULL;
CREATE INDEX certificate_unpublished ON certificate (revoked_at)
    WHERE revoked_at IS NOT NULL AND published_at IS NULL;
CALL protect_tenant_table('certificate');
REVOKE DELETE, TRUNCATE ON certificate FROM fieldgate_app;

-- The tls-crypt-v2 key of each secure server, encrypted under the portal's key-encryption key.
CREATE TABLE server_key (
    secure_server_id uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    sealed           bytea       NOT NULL,
    created_at       timestamptz NOT NULL,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CALL protect_tenant_table('server_key');
REVOKE UPDATE ON server_key FROM fieldgate_app;
