-- shape: none
CREATE TABLE IF NOT EXISTS cadre.schema_migration (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
