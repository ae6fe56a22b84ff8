-- shape: none
-- $1::text volume
-- $2::bigint loaded
SELECT cadre.index_first_volume($1, $2, '_person', true)
