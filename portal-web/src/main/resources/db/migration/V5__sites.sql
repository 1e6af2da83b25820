-- Sites: names, mapped prefixes, what an admin said to announced subnets, site selection.
SELECT set_config('fieldgate.scope', 'operator', true);

ALTER TABLE secure_server
    ADD COLUMN clients_reach_clients boolean NOT NULL DEFAULT false,
    ADD COLUMN announcements         text    NOT NULL DEFAULT 'ACCEPT'
        CHECK (announcements IN ('ACCEPT', 'ASK')),
    -- addresses of name servers, separated by blanks
    ADD COLUMN forward_names_to      text    NOT NULL DEFAULT '',
    -- the revision in which its rules changed last
    ADD COLUMN policy_revision       bigint  NOT NULL DEFAULT 0;

ALTER TABLE tenant
    -- the first label of its DNS domain
    ADD COLUMN label text NOT NULL DEFAULT '';

ALTER TABLE peer
    -- DNS label; empty for clients
    ADD COLUMN label        text    NOT NULL DEFAULT '',
    ADD COLUMN split_routes boolean NOT NULL DEFAULT false;

-- As io.fieldgate.portal.shared.DnsLabel makes it, but for letters that have no ASCII form.
CREATE FUNCTION pg_temp.dns_label(name text, fallback text) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    label text := lower(normalize(name, NFKD));
BEGIN
    label := regexp_replace(label, '[\u0300-\u036f]', '', 'g');
    label := regexp_replace(label, '[^a-z0-9]+', '-', 'g');
    label := trim(BOTH '-' FROM left(trim(BOTH '-' FROM label), 56));
    IF label ~ '[a-z]' THEN
        RETURN label;
    END IF;
    RETURN trim(BOTH '-' FROM fallback || '-' || label);
END
$$;

DO $$
DECLARE
    one     record;
    base    text;
    wanted  text;
    number  integer;
BEGIN
    FOR one IN SELECT id, name FROM tenant ORDER BY created_at, id LOOP
        base := pg_temp.dns_label(one.name, 'tenant');
        wanted := base;
        number := 1;
        WHILE EXISTS (SELECT FROM tenant WHERE label = wanted) LOOP
            number := number + 1;
            wanted := base || '-' || number;
        END LOOP;
        UPDATE tenant SET label = wanted WHERE id = one.id;
    END LOOP;
    FOR one IN SELECT id, name, secure_server_id FROM peer
               WHERE kind = 'NODE' AND deleted_at IS NULL AND access <> 'REVOKED'
               ORDER BY secure_server_id, host_index LOOP
        base := pg_temp.dns_label(one.name, 'node');
        wanted := base;
        number := 1;
        WHILE EXISTS (SELECT FROM peer
                      WHERE secure_server_id = one.secure_server_id AND label = wanted) LOOP
            number := number + 1;
            wanted := base || '-' || number;
        END LOOP;
        UPDATE peer SET label = wanted WHERE id = one.id;
    END LOOP;
    -- A secure server that comes back with an older state asks for the whole one.
    UPDATE peer SET revision = s.revision + 1 FROM secure_server s WHERE s.id = peer.secure_server_id;
    UPDATE secure_server SET revision = revision + 1;
END
$$;

DROP FUNCTION pg_temp.dns_label(text, text);

CREATE UNIQUE INDEX tenant_label ON tenant (label);
CREATE UNIQUE INDEX peer_label ON peer (secure_server_id, label)
    WHERE label <> '' AND deleted_at IS NULL AND access <> 'REVOKED';

ALTER TABLE peer_subnet
    DROP CONSTRAINT peer_subnet_state_check,
    ADD CONSTRAINT peer_subnet_state_check CHECK (state IN ('ACTIVE', 'PENDING', 'REFUSED')),
    -- refused only because it overlaps another: it is judged anew when that one goes
    ADD COLUMN clashes boolean NOT NULL DEFAULT false;

-- What an admin said to a subnet that a node announces; holds whenever the node announces it again.
CREATE TABLE subnet_decision (
    peer_id    uuid        NOT NULL,
    prefix     text        NOT NULL,
    tenant_id  uuid        NOT NULL,
    approved   boolean     NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (peer_id, prefix),
    FOREIGN KEY (tenant_id, peer_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);
CALL protect_tenant_table('subnet_decision');

-- The unique prefix of a subnet behind a node (Identical Networks). It stays theirs while the node
-- exists, whether or not the subnet is in force.
CREATE TABLE mapped_prefix (
    peer_id          uuid NOT NULL,
    prefix           text NOT NULL,
    tenant_id        uuid NOT NULL,
    secure_server_id uuid NOT NULL,
    mapped           text NOT NULL,
    PRIMARY KEY (peer_id, prefix),
    UNIQUE (secure_server_id, mapped),
    FOREIGN KEY (tenant_id, peer_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);
CALL protect_tenant_table('mapped_prefix');

-- The sites whose own addresses a client reaches (Identical Networks).
CREATE TABLE site_selection (
    client_id   uuid        NOT NULL,
    node_id     uuid        NOT NULL,
    tenant_id   uuid        NOT NULL,
    selected_at timestamptz NOT NULL,
    PRIMARY KEY (client_id, node_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, node_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX site_selection_node ON site_selection (node_id);
CALL protect_tenant_table('site_selection');
