-- shape: none
-- $1::bigint load
-- $2::text[] codes
-- $3::bigint[] lines
-- $4::text[] paths
-- $5::text[] cells
-- $6::text[] hints
INSERT INTO cadre.catalogue_load_finding (load, ordinal, code, line_no, path, value, hint)
SELECT $1, ordinal, code, nullif(line_no, 0), path, value, hint
FROM unnest($2, $3, $4, $5, $6) WITH ORDINALITY AS u (code, line_no, path, value, hint, ordinal)
