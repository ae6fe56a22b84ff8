-- shape: many
SELECT version, name, encode(checksum, 'hex') AS checksum
FROM cadre.schema_migration
ORDER BY version
