-- What can be chosen for a secure server's tunnels, and what its clients say of themselves.
ALTER TABLE secure_server
    ADD COLUMN ipv6        boolean NOT NULL DEFAULT true,
    ADD COLUMN tun_mtu     integer NOT NULL DEFAULT 1500 CHECK (tun_mtu BETWEEN 1280 AND 1600),
    ADD COLUMN old_clients boolean NOT NULL DEFAULT false;

ALTER TABLE vpn_session
    ADD COLUMN tls_version    text NOT NULL DEFAULT '',
    ADD COLUMN key_derivation text NOT NULL DEFAULT '',
    ADD COLUMN client_ciphers text NOT NULL DEFAULT '',
    ADD COLUMN gui_version    text NOT NULL DEFAULT '',
    ADD COLUMN abilities      text NOT NULL DEFAULT '';

-- The tls-crypt key that all old clients of a secure server share, encrypted under the portal's
-- key-encryption key; made when old clients are let in for the first time.
CREATE TABLE old_client_key (
    secure_server_id uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    sealed           bytea       NOT NULL,
    created_at       timestamptz NOT NULL,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CALL protect_tenant_table('old_client_key');
REVOKE UPDATE ON old_client_key FROM fieldgate_app;
