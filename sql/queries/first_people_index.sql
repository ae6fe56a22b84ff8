-- shape: none
-- $1::bigint loaded
-- $2::text volume
SELECT cadre.index_first_people($1, $2)
