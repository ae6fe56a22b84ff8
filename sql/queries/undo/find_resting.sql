-- shape: none
-- $1::bigint number
SELECT cadre.find_resting($1)
