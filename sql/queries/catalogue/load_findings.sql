-- shape: many
-- $1::bigint load
SELECT code, line_no, path, value, hint FROM cadre.catalogue_load_finding WHERE load = $1 ORDER BY ordinal
