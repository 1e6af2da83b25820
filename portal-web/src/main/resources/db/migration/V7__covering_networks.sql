-- The networks in which the subnets of future sites will lie.
SELECT set_config('fieldgate.scope', 'operator', true);

ALTER TABLE secure_server
    -- in CIDR form, separated by blanks
    ADD COLUMN covering_networks text NOT NULL DEFAULT '';
