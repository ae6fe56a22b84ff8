-- shape: none
-- $1::text volume
-- $2::bigint loaded
SELECT cadre.end_first_volume($1, $2)
