-- shape: none
-- $1::bigint load
-- $2::text[] kinds
-- $3::text[] file_names
-- $4::text[] digests
INSERT INTO cadre.catalogue_load_file (load, ordinal, kind, file_name, sha256)
SELECT $1, ordinal, kind, file_name, sha256
FROM unnest($2, $3, $4) WITH ORDINALITY AS u (kind, file_name, sha256, ordinal)
