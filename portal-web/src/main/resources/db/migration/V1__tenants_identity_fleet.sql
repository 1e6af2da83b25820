-- The application never works as the owner of the tables: its connections take the role
-- fieldgate_app, which row-level security holds to the rows of the scope that the transaction
-- states (fieldgate.scope, fieldgate.tenant). Without a scope there are no rows.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fieldgate_app') THEN
        CREATE ROLE fieldgate_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT pg_has_role(current_user, 'fieldgate_app', 'SET') THEN
        EXECUTE format('GRANT fieldgate_app TO %I', current_user);
    END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO fieldgate_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO fieldgate_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO fieldgate_app;

-- Whether the current transaction may see rows of this tenant. NULL: rows of no tenant.
CREATE FUNCTION in_scope(tenant uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(
        current_setting('fieldgate.scope', true) = 'operator'
            OR tenant = nullif(current_setting('fieldgate.tenant', true), '')::uuid,
        false);

-- Every table with a column tenant_id is given to this procedure by the migration that makes it.
CREATE PROCEDURE protect_tenant_table(name regclass)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
        'CREATE POLICY tenant_scope ON %s USING (in_scope(tenant_id)) WITH CHECK (in_scope(tenant_id))',
        name);
END
$$;

CREATE TABLE tenant (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL,
    name_key   text        NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_scope ON tenant USING (in_scope(id)) WITH CHECK (in_scope(id));

CREATE TABLE audit_entry (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL DEFAULT now(),
    tenant_id      uuid,
    actor          text        NOT NULL,
    remote_address text        NOT NULL,
    action         text        NOT NULL,
    subject_kind   text        NOT NULL,
    subject_id     uuid,
    subject_name   text        NOT NULL,
    detail         text        NOT NULL
);
CREATE INDEX audit_entry_tenant ON audit_entry (tenant_id, id);
CALL protect_tenant_table('audit_entry');
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM fieldgate_app;
CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE operator_account (
    id            uuid PRIMARY KEY,
    login         text        NOT NULL,
    login_key     text        NOT NULL UNIQUE,
    password_hash text        NOT NULL,
    founder       boolean     NOT NULL,
    created_at    timestamptz NOT NULL
);
-- The set-up makes one founder, whatever runs at the same time.
CREATE UNIQUE INDEX operator_account_one_founder ON operator_account (founder) WHERE founder;

CREATE TABLE setup_link (
    id          smallint PRIMARY KEY CHECK (id = 1),
    code_hash   bytea       NOT NULL,
    expires_at  timestamptz NOT NULL,
    consumed_at timestamptz
);

CREATE TABLE api_token (
    id         uuid PRIMARY KEY,
    tenant_id  uuid REFERENCES tenant (id) ON DELETE CASCADE,
    name       text        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('OPERATOR', 'ADMIN', 'ENGINEER', 'VIEWER')),
    token_hash bytea       NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CHECK ((role = 'OPERATOR') = (tenant_id IS NULL))
);
CALL protect_tenant_table('api_token');

CREATE TABLE secure_server (
    id               uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL REFERENCES tenant (id),
    name             text        NOT NULL,
    name_key         text        NOT NULL,
    mode             text        NOT NULL,
    network_index    integer     NOT NULL CHECK (network_index BETWEEN 0 AND 255),
    port             integer     NOT NULL CHECK (port BETWEEN 1 AND 65535),
    next_host        integer     NOT NULL,
    revision         bigint      NOT NULL,
    applied_revision bigint,
    state            text        NOT NULL,
    state_detail     text        NOT NULL,
    boundary         text        NOT NULL,
    created_at       timestamptz NOT NULL,
    deleted_at       timestamptz,
    UNIQUE (tenant_id, id)
);
CREATE UNIQUE INDEX secure_server_name ON secure_server (tenant_id, name_key)
    WHERE deleted_at IS NULL;
CALL protect_tenant_table('secure_server');

-- The ports in use, over all tenants: no column of it belongs to a tenant. A row is freed when
-- nothing of the secure server runs any more.
CREATE TABLE vpn_port (
    port             integer PRIMARY KEY,
    secure_server_id uuid    NOT NULL UNIQUE,
    network_index    integer NOT NULL
);

CREATE TABLE peer (
    id                    uuid PRIMARY KEY,
    tenant_id             uuid        NOT NULL,
    secure_server_id      uuid        NOT NULL,
    kind                  text        NOT NULL CHECK (kind IN ('NODE', 'CLIENT')),
    client_kind           text        CHECK (client_kind IN ('PERSON', 'MACHINE')),
    name                  text        NOT NULL,
    name_key              text        NOT NULL,
    description           text        NOT NULL,
    host_index            integer     NOT NULL,
    access                text        NOT NULL CHECK (access IN ('ACTIVE', 'DISABLED', 'REVOKED')),
    access_changed_at     timestamptz NOT NULL,
    access_reason         text        NOT NULL,
    activation_code_hash  bytea UNIQUE,
    activation_expires_at timestamptz,
    revision              bigint      NOT NULL,
    connected_since       timestamptz,
    disconnected_at       timestamptz,
    created_at            timestamptz NOT NULL,
    deleted_at            timestamptz,
    UNIQUE (tenant_id, id),
    UNIQUE (secure_server_id, host_index),
    CHECK ((kind = 'CLIENT') = (client_kind IS NOT NULL)),
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
-- A revoked peer gives its name free: the new router at the old site is called as the old one.
CREATE UNIQUE INDEX peer_name ON peer (secure_server_id, kind, name_key)
    WHERE deleted_at IS NULL AND access <> 'REVOKED';
CREATE INDEX peer_list ON peer (secure_server_id, kind, name_key, id);
CREATE INDEX peer_revision ON peer (secure_server_id, revision);
CALL protect_tenant_table('peer');

CREATE TABLE peer_subnet (
    id               uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    secure_server_id uuid        NOT NULL,
    peer_id          uuid        NOT NULL,
    prefix           text        NOT NULL,
    source           text        NOT NULL CHECK (source IN ('ANNOUNCED', 'ADMIN')),
    state            text        NOT NULL CHECK (state IN ('ACTIVE', 'REFUSED')),
    reason           text        NOT NULL,
    created_at       timestamptz NOT NULL,
    UNIQUE (peer_id, source, prefix),
    FOREIGN KEY (tenant_id, peer_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CREATE INDEX peer_subnet_server ON peer_subnet (secure_server_id);
CALL protect_tenant_table('peer_subnet');
