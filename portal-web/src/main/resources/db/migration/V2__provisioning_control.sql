-- Where each secure server runs, what it reports, who is connected.

-- One-time secrets with which new secure servers prove who they are. Only hashes are stored.
CREATE TABLE bootstrap_secret (
    id               uuid        PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    secure_server_id uuid        NOT NULL,
    secret_sha256    bytea       NOT NULL UNIQUE CHECK (octet_length(secret_sha256) = 32),
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL CHECK (expires_at > created_at),
    consumed_at      timestamptz,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX bootstrap_secret_server ON bootstrap_secret (secure_server_id);

-- What the provisioner says of a secure server's instance, and how the attempts to make it go.
CREATE TABLE server_instance (
    secure_server_id uuid        PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    state            text        NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'RESTARTING', 'FAILED')),
    message          text        NOT NULL,
    restarts         integer     NOT NULL,
    failures         integer     NOT NULL,
    next_attempt_at  timestamptz NOT NULL,
    started_at       timestamptz,
    enrolled_at      timestamptz,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id) ON DELETE CASCADE
);

-- The control link of a secure server: one row, changed by each report of its newest boot.
CREATE TABLE server_link (
    secure_server_id uuid        PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    boot_id          uuid,
    last_sequence    bigint      NOT NULL DEFAULT 0,
    applied_revision bigint      NOT NULL DEFAULT 0,
    last_contact_at  timestamptz,
    last_report_at   timestamptz,
    problem          text        NOT NULL DEFAULT '',
    memory_bytes     bigint      NOT NULL DEFAULT 0,
    dropped          jsonb       NOT NULL DEFAULT '{}',
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id) ON DELETE CASCADE
);

-- Boots that are over: their late reports are not believed.
CREATE TABLE server_past_boot (
    secure_server_id uuid        NOT NULL,
    boot_id          uuid        NOT NULL,
    tenant_id        uuid        NOT NULL,
    ended_at         timestamptz NOT NULL,
    PRIMARY KEY (secure_server_id, boot_id),
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id) ON DELETE CASCADE
);

-- Sessions, live (ended_at is null) and past.
CREATE TABLE vpn_session (
    secure_server_id       uuid        NOT NULL,
    session_id             uuid        NOT NULL,
    tenant_id              uuid        NOT NULL,
    peer_id                uuid        NOT NULL,
    boot_id                uuid        NOT NULL,
    since                  timestamptz NOT NULL,
    remote_address         text        NOT NULL,
    transport              text        NOT NULL,
    vpn_address            text        NOT NULL,
    cipher                 text        NOT NULL,
    client_version         text        NOT NULL,
    platform               text        NOT NULL,
    bytes_received         bigint      NOT NULL,
    bytes_sent             bigint      NOT NULL,
    ended_at               timestamptz,
    end_reason             text        NOT NULL DEFAULT '',
    end_requested_revision bigint,
    PRIMARY KEY (secure_server_id, session_id),
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, peer_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX vpn_session_id ON vpn_session (session_id);
CREATE INDEX vpn_session_peer ON vpn_session (peer_id, since DESC);
CREATE INDEX vpn_session_live ON vpn_session (secure_server_id) WHERE ended_at IS NULL;
CREATE INDEX vpn_session_ended ON vpn_session (ended_at) WHERE ended_at IS NOT NULL;

-- The last time that a secure server did not let a peer in, and why.
CREATE TABLE peer_refusal (
    peer_id        uuid        PRIMARY KEY,
    tenant_id      uuid        NOT NULL,
    at             timestamptz NOT NULL,
    remote_address text        NOT NULL,
    reason         text        NOT NULL,
    FOREIGN KEY (tenant_id, peer_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);

CALL protect_tenant_table('bootstrap_secret');
CALL protect_tenant_table('server_instance');
CALL protect_tenant_table('server_link');
CALL protect_tenant_table('server_past_boot');
CALL protect_tenant_table('vpn_session');
CALL protect_tenant_table('peer_refusal');

-- Wakes the long polls that wait for this secure server, in every replica of the portal, at commit.
CREATE FUNCTION notify_revision() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('fieldgate_revision', NEW.id::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER revision_raised AFTER UPDATE OF revision ON secure_server
    FOR EACH ROW WHEN (OLD.revision IS DISTINCT FROM NEW.revision)
    EXECUTE FUNCTION notify_revision();
