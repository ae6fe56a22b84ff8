-- shape: none
-- $1::bigint made
SELECT cadre.drop_first_volume($1)
