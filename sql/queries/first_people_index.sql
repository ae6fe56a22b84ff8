-- shape: none
-- $1::bigint loaded
SELECT cadre.index_first_people($1)
