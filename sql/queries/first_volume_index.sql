-- shape: none
-- $1::text volume
-- $2::bigint loaded
-- $3::text suffix
SELECT cadre.index_first_volume($1, $2, $3)
