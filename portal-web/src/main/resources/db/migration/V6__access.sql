-- Who may reach what: named devices, groups, rules and how often they decided, questions to devices.

CREATE TABLE device (
    id               uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    secure_server_id uuid        NOT NULL,
    node_id          uuid        NOT NULL,
    name             text        NOT NULL,
    name_key         text        NOT NULL,
    -- DNS label
    label            text        NOT NULL,
    address          text        NOT NULL,
    -- what it speaks, one of DeviceKind; null: not said
    kind             text,
    note             text        NOT NULL,
    created_at       timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    CONSTRAINT device_name UNIQUE (node_id, name_key),
    CONSTRAINT device_label UNIQUE (node_id, label),
    FOREIGN KEY (tenant_id, node_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CREATE INDEX device_server ON device (secure_server_id);
CALL protect_tenant_table('device');

CREATE TABLE peer_group (
    id               uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    secure_server_id uuid        NOT NULL,
    kind             text        NOT NULL CHECK (kind IN ('CLIENTS', 'NODES')),
    name             text        NOT NULL,
    name_key         text        NOT NULL,
    created_at       timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    CONSTRAINT peer_group_name UNIQUE (secure_server_id, kind, name_key),
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CALL protect_tenant_table('peer_group');

CREATE TABLE group_member (
    group_id  uuid NOT NULL,
    peer_id   uuid NOT NULL,
    tenant_id uuid NOT NULL,
    PRIMARY KEY (group_id, peer_id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES peer_group (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, peer_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX group_member_peer ON group_member (peer_id);
CALL protect_tenant_table('group_member');

CREATE TABLE rule (
    id               uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    secure_server_id uuid        NOT NULL,
    -- its subject: one of the two
    client_id        uuid,
    group_id         uuid,
    position         integer     NOT NULL,
    protocol         text        NOT NULL CHECK (protocol IN ('ANY', 'TCP', 'UDP', 'ICMP')),
    -- such as 80,5900-5910; empty: all
    ports            text        NOT NULL,
    direction        text        NOT NULL
        CHECK (direction IN ('FROM_CLIENT', 'FROM_NODE', 'BOTH')),
    effect           text        NOT NULL CHECK (effect IN ('ALLOW', 'DENY')),
    note             text        NOT NULL,
    created_at       timestamptz NOT NULL,
    UNIQUE (tenant_id, id),
    CHECK ((client_id IS NULL) <> (group_id IS NULL)),
    FOREIGN KEY (tenant_id, client_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, group_id) REFERENCES peer_group (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CREATE INDEX rule_server ON rule (secure_server_id);
CREATE INDEX rule_client ON rule (client_id);
CREATE INDEX rule_group ON rule (group_id);
CALL protect_tenant_table('rule');

-- What a rule is about; without a row: everything. So nothing that a row names goes away before the
-- row does: a rule about one device must never become a rule about everything.
CREATE TABLE rule_target (
    rule_id   uuid NOT NULL,
    tenant_id uuid NOT NULL,
    node_id   uuid,
    group_id  uuid,
    device_id uuid,
    subnet    text,
    CHECK (num_nonnulls(node_id, group_id, device_id, subnet) = 1),
    FOREIGN KEY (tenant_id, rule_id) REFERENCES rule (tenant_id, id) ON DELETE CASCADE,
    -- Checked at commit: a secure server takes all of it with it.
    FOREIGN KEY (tenant_id, node_id) REFERENCES peer (tenant_id, id)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant_id, group_id) REFERENCES peer_group (tenant_id, id)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant_id, device_id) REFERENCES device (tenant_id, id)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX rule_target_rule ON rule_target (rule_id);
CREATE INDEX rule_target_node ON rule_target (node_id) WHERE node_id IS NOT NULL;
CREATE INDEX rule_target_group ON rule_target (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX rule_target_device ON rule_target (device_id) WHERE device_id IS NOT NULL;
CALL protect_tenant_table('rule_target');

-- How often a rule decided, over all boots of its secure server.
CREATE TABLE rule_hits (
    rule_id   uuid PRIMARY KEY,
    tenant_id uuid        NOT NULL,
    total     bigint      NOT NULL,
    -- the boot that told it last, and its count then
    boot_id   uuid        NOT NULL,
    boot_hits bigint      NOT NULL,
    last_hit  timestamptz NOT NULL,
    FOREIGN KEY (tenant_id, rule_id) REFERENCES rule (tenant_id, id) ON DELETE CASCADE
);
CALL protect_tenant_table('rule_hits');

-- Questions to devices, and what came of them.
CREATE TABLE probe (
    id               uuid PRIMARY KEY,
    tenant_id        uuid        NOT NULL,
    secure_server_id uuid        NOT NULL,
    node_id          uuid        NOT NULL,
    address          text        NOT NULL,
    port             integer     CHECK (port BETWEEN 1 AND 65535),
    revision         bigint      NOT NULL,
    asked_at         timestamptz NOT NULL,
    answered_at      timestamptz,
    outcome          text,
    millis           integer,
    CHECK ((answered_at IS NULL) = (outcome IS NULL)),
    FOREIGN KEY (tenant_id, node_id) REFERENCES peer (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, secure_server_id) REFERENCES secure_server (tenant_id, id)
        ON DELETE CASCADE
);
CREATE INDEX probe_server ON probe (secure_server_id, revision);
CALL protect_tenant_table('probe');
