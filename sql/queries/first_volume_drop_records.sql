-- shape: one
-- $1::text volume
-- $2::bigint[] records
SELECT cadre.drop_first_records($1, $2) AS dropped
