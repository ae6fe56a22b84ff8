-- shape: none
-- $1::integer version
-- $2::text name
-- $3::bytea checksum
INSERT INTO cadre.schema_migration (version, name, checksum) VALUES ($1, $2, $3)
