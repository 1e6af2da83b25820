-- What a connected peer may reach and cannot be told of before it dials in again.
ALTER TABLE vpn_session
    -- in CIDR form, separated by blanks
    ADD COLUMN untold_routes text    NOT NULL DEFAULT '',
    -- how many there are beside those
    ADD COLUMN untold_more   integer NOT NULL DEFAULT 0;
